package io.bellhop.router.record;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A meter that is declared in one place, and made with the values of its tags where it is used. */
public interface DeclaredMeter {
  /** What it is called and what it tells. */
  MeterForm form();

  /** The tags with these values, in the order of their keys. */
  default Tags tags(String... values) {
    return MeterTags.of(form().meterName(), form().tagKeys(), List.of(values));
  }

  /** A builder of this counter. */
  default Counter.Builder counter(String... tagValues) {
    return Counter.builder(form().meterName())
        .description(form().help())
        .baseUnit(form().unit().isEmpty() ? null : form().unit())
        .tags(tags(tagValues));
  }

  /** A builder of this counter of what is counted elsewhere; the state is held weakly. */
  default <T> FunctionCounter.Builder<T> counter(
      T state, ToDoubleFunction<T> read, String... tagValues) {
    return FunctionCounter.builder(form().meterName(), state, read)
        .description(form().help())
        .baseUnit(form().unit().isEmpty() ? null : form().unit())
        .tags(tags(tagValues));
  }

  /** A builder of this gauge; the state is held strongly. */
  default <T> Gauge.Builder<T> gauge(T state, ToDoubleFunction<T> read, String... tagValues) {
    return Gauge.builder(form().meterName(), state, read)
        .description(form().help())
        .baseUnit(form().unit().isEmpty() ? null : form().unit())
        .strongReference(true)
        .tags(tags(tagValues));
  }

  /** A builder of this histogram of durations. */
  default Timer.Builder timer(String... tagValues) {
    return Timer.builder(form().meterName())
        .description(form().help())
        .serviceLevelObjectives(form().kind().buckets())
        .tags(tags(tagValues));
  }
}
