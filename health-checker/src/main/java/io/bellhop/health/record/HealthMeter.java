package io.bellhop.health.record;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/**
 * Every meter of health checks, declared once. Names are Micrometer's, which a Prometheus registry
 * turns into {@code bellhop_health_probes_total} and the like.
 */
public enum HealthMeter {
  /** Probes that ended. */
  PROBES("bellhop.health.probes", "Probes that ended, by result", "result"),
  /** How long they took. */
  PROBE_DURATION("bellhop.health.probe.duration", "Time from the start of a probe to its result"),
  /** How late they began: the router has more to probe than it may or can. */
  PROBE_LATENESS("bellhop.health.probe.lateness", "Time from when a probe was due to its start"),
  /** Probes under way. */
  PROBES_RUNNING("bellhop.health.probes.running", "Probes under way"),
  /** Probes that are due and wait for others to end. */
  PROBES_WAITING("bellhop.health.probes.waiting", "Probes that are due and wait to begin"),
  /** Instances that are known. */
  INSTANCES("bellhop.health.instances", "Instances known, by state", "state"),
  /** Instances that serve although nobody registers them. */
  ABSENT("bellhop.health.absent", "Instances that serve although their registration vanished"),
  /** Deployments with too few healthy instances. */
  PANICKING(
      "bellhop.health.panicking",
      "Deployments with too few healthy instances, by what is done: open or closed",
      "mode"),
  /** Instances set aside because requests failed on them. */
  EJECTIONS("bellhop.health.ejections", "Instances ejected, by reason", "reason"),
  /** Instances that would have been, were they not among too few. */
  EJECTIONS_REFUSED(
      "bellhop.health.ejections.refused",
      "Instances not ejected because too few others serve, by reason",
      "reason"),
  /** Changes of state. */
  CHANGES(
      "bellhop.health.changes", "Instances that changed their state, by the new state", "state"),
  /** Findings that wait to be judged. */
  FINDINGS_WAITING("bellhop.health.findings.waiting", "Findings that wait to be judged"),
  /** Findings that could not be judged. */
  FAULTS("bellhop.health.faults", "Errors of the checker itself; each is logged"),
  /** Instances in trouble, for apps that have some. */
  TROUBLED(
      "bellhop.health.troubled.instances",
      "Instances that are unhealthy, ejected, the wrong peer or absent; only apps that have some",
      "app"),
  /** Apps in trouble beyond those that have a series. */
  TROUBLED_APPS("bellhop.health.troubled.apps", "Apps with instances in trouble");

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(20),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10)
  };

  private final String meterName;
  private final String help;
  private final String tagKey;

  HealthMeter(String meterName, String help) {
    this(meterName, help, "");
  }

  HealthMeter(String meterName, String help, String tagKey) {
    this.meterName = meterName;
    this.help = help;
    this.tagKey = tagKey;
  }

  /** Micrometer's name, with dots. */
  public String meterName() {
    return meterName;
  }

  /** The key of its tag; empty for none. */
  public String tagKey() {
    return tagKey;
  }

  /** A tag with this value. */
  Tags tag(String value) {
    return tagKey.isEmpty() ? Tags.empty() : Tags.of(tagKey, value);
  }

  Counter.Builder counter(String tagValue) {
    return Counter.builder(meterName).description(help).tags(tag(tagValue));
  }

  /** A builder of this gauge; the state is held strongly. */
  <T> Gauge.Builder<T> gauge(T state, ToDoubleFunction<T> read, String tagValue) {
    return Gauge.builder(meterName, state, read)
        .description(help)
        .strongReference(true)
        .tags(tag(tagValue));
  }

  Timer.Builder timer() {
    return Timer.builder(meterName).description(help).serviceLevelObjectives(BUCKETS);
  }

  MultiGauge.Builder gauges() {
    return MultiGauge.builder(meterName).description(help);
  }
}
