package io.bellhop.router.record;

import io.bellhop.router.failure.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The registered meters of one app. */
final class AppMeters extends MeterGroup {
  private final CounterRow<Failure> failures;
  private final Supplier<HoldMeters> registerHold;
  private final Supplier<WakeMeters> registerWakes;
  private @Nullable HoldMeters hold;
  private @Nullable WakeMeters wakes;

  /** Meters of an app, the number of requests held being read from a state. */
  <T> AppMeters(MeterRegistry registry, String app, T state, ToDoubleFunction<T> held) {
    super(registry);
    failures =
        new CounterRow<>(
            failure -> counter(RouterMeter.FAILURES, app, failure.code(), failure.fault().label()));
    registerHold = () -> new HoldMeters(this, app, state, held);
    registerWakes = () -> new WakeMeters(this, app);
  }

  void count(Failure failure) {
    failures.increment(failure);
  }

  synchronized WakeMeters wakes() {
    WakeMeters present = wakes;
    if (present == null) {
      present = registerWakes.get();
      wakes = present;
    }
    return present;
  }

  synchronized HoldMeters hold() {
    HoldMeters present = hold;
    if (present == null) {
      present = registerHold.get();
      hold = present;
    }
    return present;
  }
}
