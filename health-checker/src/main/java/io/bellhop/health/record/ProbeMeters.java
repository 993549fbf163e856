package io.bellhop.health.record;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What is measured of probes. Thread safe. */
public final class ProbeMeters {
  private final Map<String, Counter> byResult = new ConcurrentHashMap<>();
  private final MeterRegistry registry;
  private final Timer duration;
  private final Timer lateness;
  private final LongAdder running = new LongAdder();
  private final LongAdder waiting = new LongAdder();

  /** Measures into a registry. */
  public ProbeMeters(MeterRegistry registry) {
    this.registry = registry;
    duration = HealthMeter.PROBE_DURATION.timer().register(registry);
    lateness = HealthMeter.PROBE_LATENESS.timer().register(registry);
    HealthMeter.PROBES_RUNNING.gauge(running, LongAdder::doubleValue, "").register(registry);
    HealthMeter.PROBES_WAITING.gauge(waiting, LongAdder::doubleValue, "").register(registry);
  }

  /** A probe begins; {@link #ended} or {@link #dropped} follows once. */
  public void began(long latenessNanos) {
    running.increment();
    lateness.record(Math.max(0, latenessNanos), TimeUnit.NANOSECONDS);
  }

  /** A probe that {@link #began} has its result. */
  public void ended(String result, long durationNanos) {
    running.decrement();
    duration.record(durationNanos, TimeUnit.NANOSECONDS);
    byResult
        .computeIfAbsent(result, name -> HealthMeter.PROBES.counter(name).register(registry))
        .increment();
  }

  /** Nobody wants to know the result of a probe that {@link #began}. */
  public void dropped() {
    running.decrement();
  }

  /** So many more, or less, wait to begin. */
  public void waiting(int change) {
    waiting.add(change);
  }
}
