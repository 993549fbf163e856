package io.bellhop.app.run;

import io.bellhop.config.coordinate.sleep.SleepStep;
import io.bellhop.config.coordinate.sleep.drive.SleepMetrics;
import io.bellhop.model.AppName;
import io.bellhop.model.sleep.Keeper;
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
  private final Counter writes;
  private final Counter failures;

  /** Meters of which wakes without a request are told to somebody else, with their cause. */
  SleepMeters(MeterRegistry meters, BiConsumer<AppName, String> woken) {
    this.meters = meters;
    this.woken = woken;
    this.writes = PlatformMeter.SLEEP_WRITES.counter().register(meters);
    this.failures = PlatformMeter.SLEEP_FAILURES.counter().register(meters);
  }

  @Override
  public void stepped(AppName app, SleepStep.Change change) {
    switch (change.event()) {
      case ASLEEP -> ended("asleep", NO_CAUSE);
      case CALLED_OFF ->
          ended("called_off", change.by().map(by -> by.kind().wireName()).orElse(NO_CAUSE));
      case WOKEN -> woken.accept(app, change.by().map(by -> by.kind().wireName()).orElse(NO_CAUSE));
      case DRAINING, NOTED -> {}
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
