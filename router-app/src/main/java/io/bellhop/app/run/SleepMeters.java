package io.bellhop.app.run;

import io.bellhop.config.coordinate.sleep.SleepStep;
import io.bellhop.config.coordinate.sleep.drive.SleepMetrics;
import io.bellhop.model.AppName;
import io.bellhop.model.sleep.Keeper;
import io.bellhop.model.sleep.WakePhases;
import io.bellhop.router.record.PlatformMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BiConsumer;

/**
 * Meters the apps that fall asleep. Not by app, but for wakes: what became of each is in the app's
 * ledger.
 */
final class SleepMeters implements SleepMetrics {
  private static final String NO_CAUSE = "none";
  private static final String BY_HAND = "by_hand";

  private final MeterRegistry meters;
  private final BiConsumer<AppName, String> woken;
  private final BiConsumer<AppName, WakePhases> phases;
  private final Counter writes;
  private final Counter failures;

  /**
   * Meters of which what is by app is told to somebody else.
   *
   * @param woken told of wakes without a request, with their cause
   * @param phases told how agents brought up an app that this router woke
   */
  SleepMeters(
      MeterRegistry meters,
      BiConsumer<AppName, String> woken,
      BiConsumer<AppName, WakePhases> phases) {
    this.meters = meters;
    this.woken = woken;
    this.phases = phases;
    this.writes = PlatformMeter.SLEEP_WRITES.counter().register(meters);
    this.failures = PlatformMeter.SLEEP_FAILURES.counter().register(meters);
  }

  @Override
  public void stepped(AppName app, SleepStep.Change change) {
    switch (change.event()) {
      case ASLEEP -> ended("asleep", NO_CAUSE);
      case RESTING -> ended("resting", NO_CAUSE);
      case CALLED_OFF ->
          ended("called_off", change.by().map(by -> by.kind().wireName()).orElse(NO_CAUSE));
      case WOKEN -> woken.accept(app, change.by().map(by -> by.kind().wireName()).orElse(NO_CAUSE));
      case DRAINING, RESUMED, NOTED -> {}
    }
  }

  private void ended(String outcome, String cause) {
    PlatformMeter.SLEEPS.counter(outcome, cause).register(meters).increment();
  }

  @Override
  public void wokenByHand(AppName app) {
    woken.accept(app, BY_HAND);
  }

  @Override
  public void reported(AppName app, WakePhases known) {
    phases.accept(app, known);
  }

  @Override
  public void calledOff(AppName app) {
    ended("called_off", Keeper.Kind.REQUESTS.wireName());
  }

  @Override
  public void written(AppName app) {
    writes.increment();
  }

  @Override
  public void failed(AppName app) {
    failures.increment();
  }
}
