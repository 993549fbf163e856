package io.bellhop.router.record;

import io.bellhop.router.failure.Failure;
import io.micrometer.core.instrument.MeterRegistry;

/** The registered meters of one app. */
final class AppMeters extends MeterGroup {
  private final CounterRow<Failure> failures;

  AppMeters(MeterRegistry registry, String app) {
    super(registry);
    failures =
        new CounterRow<>(
            failure -> counter(RouterMeter.FAILURES, app, failure.code(), failure.fault().label()));
  }

  void count(Failure failure) {
    failures.increment(failure);
  }
}
