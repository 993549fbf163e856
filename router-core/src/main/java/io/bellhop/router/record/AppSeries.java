package io.bellhop.router.record;

import io.bellhop.model.sleep.WakePhases;
import io.bellhop.model.wake.WakeReport;
import io.bellhop.router.failure.Failure;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * What is measured of one app, whatever the deployment. A lasting handle: get it once per view, not
 * per request. Callable from any thread; neither locks nor allocates, but for the first call after
 * the app was idle.
 */
public final class AppSeries extends Series<AppMeters> {
  private final Function<AppSeries, AppMeters> register;
  private final LongAdder held = new LongAdder();

  AppSeries(SeriesTable<AppMeters> table, Function<AppSeries, AppMeters> register) {
    super(table);
    this.register = register;
  }

  /** A request to the app failed. */
  public void failed(Failure failure) {
    meters().count(failure);
  }

  /** A request is held; {@link #holdEnded} must follow exactly once. */
  public void holdBegan() {
    held.increment();
    meters().hold();
  }

  /** A request is held no more. */
  public void holdEnded(HoldReason reason, HoldOutcome outcome, long nanos) {
    held.decrement();
    meters().hold().ended(reason, outcome, nanos);
  }

  /** A request could not be held. */
  public void holdRefused(HoldReason reason) {
    meters().hold().refused(reason);
  }

  /** A wake that this router called for is over. */
  public void wakeEnded(WakeReport report) {
    meters().wakes().ended(report);
  }

  /** How agents brought up an app that this router woke is known. */
  public void wakePhases(WakePhases phases) {
    meters().wakes().told(phases);
  }

  /** The app was woken by no request: by hand, or as it is to be awake. */
  public void woken(String cause) {
    meters().wakes().called(cause);
  }

  /** A request was answered in place of the app, which is not awake. */
  public void wakeAnswered(WakeAnswerKind kind) {
    meters().wakes().answered(kind);
  }

  long held() {
    return held.sum();
  }

  @Override
  AppMeters register() {
    return register.apply(this);
  }

  @Override
  boolean busy() {
    return held.sum() != 0;
  }
}
