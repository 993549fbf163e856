package io.bellhop.app.run;

import io.bellhop.config.coordinate.sleep.SleepStep;
import io.bellhop.config.coordinate.sleep.drive.SleepMetrics;
import io.bellhop.model.AppName;
import io.bellhop.model.sleep.Keeper;
import io.bellhop.router.record.PlatformMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Meters the apps that fall asleep. Not by app: what became of each is in the app's ledger. */
final class SleepMeters implements SleepMetrics {
  private static final String NO_CAUSE = "none";

  private final MeterRegistry meters;
  private final Counter writes;
  private final Counter failures;

  SleepMeters(MeterRegistry meters) {
    this.meters = meters;
    this.writes = PlatformMeter.SLEEP_WRITES.counter().register(meters);
    this.failures = PlatformMeter.SLEEP_FAILURES.counter().register(meters);
  }

  @Override
  public void stepped(AppName app, SleepStep.Change change) {
    switch (change.event()) {
      case ASLEEP -> ended("asleep", NO_CAUSE);
      case CALLED_OFF ->
          ended("called_off", change.by().map(by -> by.kind().wireName()).orElse(NO_CAUSE));
      case DRAINING, WOKEN, NOTED -> {}
    }
  }

  private void ended(String outcome, String cause) {
    PlatformMeter.SLEEPS.counter(outcome, cause).register(meters).increment();
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
