package io.bellhop.health.record;

import io.bellhop.health.verdict.EjectionReason;
import io.bellhop.health.verdict.Tally;
import io.bellhop.model.AppName;
import io.bellhop.model.health.HealthState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What is measured of verdicts. Told under the checker's lock; read by scrapes. An app has a series
 * of its own only while it is in trouble, and only so many have.
 */
public final class HealthMeters {
  /** Apps in trouble that have a series of their own; the others are only counted. */
  static final int MOST_TROUBLED = 100;

  private final Map<HealthState, AtomicInteger> instances = new EnumMap<>(HealthState.class);
  private final Map<HealthState, Counter> changes = new EnumMap<>(HealthState.class);
  private final Map<EjectionReason, Counter> ejections = new EnumMap<>(EjectionReason.class);
  private final Map<EjectionReason, Counter> refused = new EnumMap<>(EjectionReason.class);
  private final AtomicInteger absent = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger troubledApps = new AtomicInteger();
  private final Counter faults;
  private final MultiGauge troubledGauges;
  private final Map<AppName, Integer> troubled = new TreeMap<>();
  private boolean troubleChanged;

  /**
   * Measures into a registry.
   *
   * @param findings how many wait to be judged
   */
  public HealthMeters(MeterRegistry registry, Supplier<Number> findings) {
    for (HealthState state : HealthState.values()) {
      AtomicInteger count = new AtomicInteger();
      instances.put(state, count);
      gauge(registry, HealthMeter.INSTANCES, count, state.wireName());
      changes.put(state, HealthMeter.CHANGES.counter(state.wireName()).register(registry));
    }
    for (EjectionReason reason : EjectionReason.values()) {
      String name = reason.wireName();
      ejections.put(reason, HealthMeter.EJECTIONS.counter(name).register(registry));
      refused.put(reason, HealthMeter.EJECTIONS_REFUSED.counter(name).register(registry));
    }
    gauge(registry, HealthMeter.ABSENT, absent, "");
    gauge(registry, HealthMeter.PANICKING, open, "open");
    gauge(registry, HealthMeter.PANICKING, closed, "closed");
    gauge(registry, HealthMeter.TROUBLED_APPS, troubledApps, "");
    HealthMeter.FINDINGS_WAITING
        .gauge(findings, all -> all.get().doubleValue(), "")
        .register(registry);
    faults = HealthMeter.FAULTS.counter("").register(registry);
    troubledGauges = HealthMeter.TROUBLED.gauges().register(registry);
  }

  private static void gauge(
      MeterRegistry registry, HealthMeter meter, AtomicInteger of, String tagValue) {
    meter.gauge(of, AtomicInteger::doubleValue, tagValue).register(registry);
  }

  /** An app's figures are others now. */
  public void counted(AppName app, Tally before, Tally now) {
    instances.forEach((state, count) -> count.addAndGet(now.in(state) - before.in(state)));
    absent.addAndGet(now.absent() - before.absent());
    open.addAndGet(now.panickingOpen() - before.panickingOpen());
    closed.addAndGet(now.panickingClosed() - before.panickingClosed());
    if (now.inTrouble() || before.inTrouble()) {
      noteTrouble(app, now);
    }
  }

  private void noteTrouble(AppName app, Tally now) {
    if (now.inTrouble()) {
      troubled.put(app, now.unhealthy() + now.ejected() + now.wrongPeer() + now.absent());
    } else {
      troubled.remove(app);
    }
    troubledApps.set(troubled.size());
    troubleChanged = true;
  }

  /** Brings the series of single apps up to date; to be called now and then. */
  public void refresh() {
    if (troubleChanged) {
      troubleChanged = false;
      List<MultiGauge.Row<?>> rows = new ArrayList<>();
      troubled.entrySet().stream()
          .limit(MOST_TROUBLED)
          .forEach(
              one ->
                  rows.add(
                      MultiGauge.Row.of(
                          HealthMeter.TROUBLED.tag(one.getKey().value()), one.getValue())));
      troubledGauges.register(rows, true);
    }
  }

  /** An instance came into a state. */
  public void changed(HealthState to) {
    count(changes, to);
  }

  /** An instance was ejected. */
  public void ejected(EjectionReason reason) {
    count(ejections, reason);
  }

  /** An instance was not ejected, as too few others serve. */
  public void ejectionRefused(EjectionReason reason) {
    count(refused, reason);
  }

  /** The checker itself failed. */
  public void fault() {
    faults.increment();
  }

  private static <K> void count(Map<K, Counter> counters, K key) {
    Objects.requireNonNull(counters.get(key)).increment();
  }
}
