package io.bellhop.router.testing;

import io.bellhop.model.AppName;
import io.bellhop.model.wake.Demand;
import io.bellhop.model.wake.ProspectListener;
import io.bellhop.model.wake.WakeAnswer;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeProspect;
import io.bellhop.model.wake.WakeReport;
import io.bellhop.model.wake.WakeTrouble;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A demand that notes what it is told, and answers calls when the test says so. Thread safe. */
public final class FakeDemand implements Demand {
  /** One call to wake an app. */
  public record Call(AppName app, WakeCause cause, CompletableFuture<WakeAnswer> answer) {
    /** The app is to serve from this epoch on. */
    public void coming(long epoch) {
      answer.complete(new WakeAnswer.Coming(epoch));
    }

    /** The app is not woken. */
    public void refuse(WakeTrouble trouble) {
      answer.complete(new WakeAnswer.Refused(trouble));
    }
  }

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<AppName> concluded = new CopyOnWriteArrayList<>();
  private final List<WakeReport> reports = new CopyOnWriteArrayList<>();
  private final Map<AppName, WakeProspect> prospects = new ConcurrentHashMap<>();
  private volatile ProspectListener listener = (app, now) -> {};

  @Override
  public CompletionStage<WakeAnswer> wake(AppName app, WakeCause cause) {
    Call call = new Call(app, cause, new CompletableFuture<>());
    calls.add(call);
    return call.answer();
  }

  @Override
  public void flowing(AppName app) {
    told.add("flowing " + app);
  }

  @Override
  public void quiet(AppName app) {
    told.add("quiet " + app);
  }

  @Override
  public void busy(AppName app, Duration lease) {
    told.add("busy " + app + " " + lease);
  }

  @Override
  public void woken(AppName app, WakeReport report) {
    reports.add(report);
  }

  @Override
  public WakeProspect prospect(AppName app) {
    return prospects.getOrDefault(app, WakeProspect.UNKNOWN);
  }

  @Override
  public void concluded(AppName app) {
    concluded.add(app);
  }

  @Override
  public void onProspect(ProspectListener value) {
    listener = value;
  }

  /** Changes what is known of whether an app comes up. */
  public void prospect(TestApp app, WakeProspect prospect) {
    prospects.put(app.name(), prospect);
    listener.changed(app.name(), prospect);
  }

  /** The calls so far. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Waits for the call of this number, 1 being the first. */
  public Call awaitCall(int number) {
    Eventually.eventually("call " + number, () -> calls.size() >= number);
    return calls.get(number - 1);
  }

  /** Whether apps have something to do, as far as it was told. */
  public List<String> told() {
    return List.copyOf(told);
  }

  /** The apps whose wakes nobody waits for any more, each as often as it was told. */
  public List<AppName> concluded() {
    return List.copyOf(concluded);
  }

  /** The wakes that it was told of. */
  public List<WakeReport> reports() {
    return List.copyOf(reports);
  }

  /** Waits for the report of this number, 1 being the first. */
  public WakeReport awaitReport(int number) {
    Eventually.eventually("report " + number, () -> reports.size() >= number);
    return reports.get(number - 1);
  }

  /** Forgets all that was told and known. */
  public void forget() {
    calls.clear();
    told.clear();
    concluded.clear();
    reports.clear();
    prospects.clear();
  }
}
