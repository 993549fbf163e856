package io.bellhop.router.record;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Meters that come and go together. Thread safe. */
class MeterGroup {
  private final List<Meter> meters = new ArrayList<>();
  private MeterRegistry registry;

  MeterGroup(MeterRegistry registry) {
    this.registry = registry;
  }

  final synchronized Counter counter(RouterMeter meter, String... tagValues) {
    return keep(meter.counter(tagValues).register(registry));
  }

  final synchronized Timer timer(RouterMeter meter, String... tagValues) {
    return keep(meter.timer(tagValues).register(registry));
  }

  final synchronized <T> void gauge(
      RouterMeter meter, T state, ToDoubleFunction<T> read, String... tagValues) {
    keep(meter.gauge(state, read, tagValues).register(registry));
  }

  /** Takes the meters out of the registry; what is still told to them is lost. */
  final synchronized void remove() {
    meters.forEach(registry::remove);
    meters.clear();
    // A request that had read this group before it was removed may still register a meter here:
    // it must go nowhere, as nobody would ever take it out again.
    registry = new CompositeMeterRegistry();
  }

  private <M extends Meter> M keep(M meter) {
    meters.add(meter);
    return meter;
  }
}
