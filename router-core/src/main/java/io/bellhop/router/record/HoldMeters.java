package io.bellhop.router.record;

import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The meters of what one app has held: registered with the first, as most apps hold nothing. */
final class HoldMeters {
  private record Ending(HoldReason reason, HoldOutcome outcome) {}

  private final CounterRow<Ending> endings;
  private final Timer duration;

  <T> HoldMeters(MeterGroup group, String app, T state, ToDoubleFunction<T> held) {
    endings =
        new CounterRow<>(
            ending ->
                group.counter(
                    RouterMeter.HOLDS, app, ending.reason.label(), ending.outcome.label()));
    duration = group.timer(RouterMeter.HOLD_DURATION, app);
    group.gauge(RouterMeter.REQUESTS_HELD, state, held, app);
  }

  void ended(HoldReason reason, HoldOutcome outcome, long nanos) {
    endings.increment(new Ending(reason, outcome));
    duration.record(nanos, TimeUnit.NANOSECONDS);
  }

  void refused(HoldReason reason) {
    endings.increment(new Ending(reason, HoldOutcome.REFUSED));
  }
}
