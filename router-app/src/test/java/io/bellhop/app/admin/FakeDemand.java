package io.bellhop.app.admin;

import io.bellhop.model.AppName;
import io.bellhop.model.wake.Demand;
import io.bellhop.model.wake.ProspectListener;
import io.bellhop.model.wake.WakeAnswer;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeProspect;
import io.bellhop.model.wake.WakeReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers every call to wake an app as a test says. */
final class FakeDemand implements Demand {
  final List<AppName> woken = new CopyOnWriteArrayList<>();
  volatile WakeAnswer answer = new WakeAnswer.Coming(0);

  @Override
  public CompletionStage<WakeAnswer> wake(AppName app, WakeCause cause) {
    woken.add(app);
    return CompletableFuture.completedFuture(answer);
  }

  @Override
  public void flowing(AppName app) {}

  @Override
  public void quiet(AppName app) {}

  @Override
  public void busy(AppName app, Duration lease) {}

  @Override
  public void woken(AppName app, WakeReport report) {}

  @Override
  public WakeProspect prospect(AppName app) {
    return WakeProspect.UNKNOWN;
  }

  @Override
  public void concluded(AppName app) {}

  @Override
  public void onProspect(ProspectListener listener) {}
}
