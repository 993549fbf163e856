package io.bellhop.app.run;

import io.bellhop.app.Version;
import io.bellhop.model.AppTable;
import io.bellhop.model.TableStatus;
import io.bellhop.model.TrafficMode;
import io.bellhop.router.record.PlatformMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.time.Duration;
import java.time.InstantSource;

/** The meters of the process as a whole: the table of apps, the JVM, the build. */
final class ProcessMeters implements AutoCloseable {
  private final JvmGcMetrics collector = new JvmGcMetrics();
  private final MeterRegistry meters;
  private final AppTable table;
  private final InstantSource clock;

  private ProcessMeters(MeterRegistry meters, AppTable table, InstantSource clock) {
    this.meters = meters;
    this.table = table;
    this.clock = clock;
  }

  /** Meters what is known from the start. */
  static ProcessMeters bind(MeterRegistry meters, AppTable table, InstantSource clock) {
    ProcessMeters bound = new ProcessMeters(meters, table, clock);
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
    new FileDescriptorMetrics().bindTo(meters);
    bound.collector.bindTo(meters);
    PlatformMeter.TABLE_COPY_FAILURES
        .counter(table, any -> any.status().copyFailures())
        .register(meters);
    String java = Runtime.version().toString();
    PlatformMeter.BUILD.gauge(bound, any -> 1, Version.current(), java).register(meters);
    return bound;
  }

  /** Meters the table, once there is one: before, its figures are not known, which is not zero. */
  void tableLoaded() {
    PlatformMeter.TABLE_AGE.gauge(this, ProcessMeters::ageSeconds).register(meters);
    PlatformMeter.TABLE_EPOCH.gauge(table, any -> any.status().epoch()).register(meters);
    PlatformMeter.TABLE_APPS.gauge(table, any -> any.status().apps()).register(meters);
    PlatformMeter.APPS_ASLEEP.gauge(table, ProcessMeters::asleep).register(meters);
    PlatformMeter.APPS_RESTING.gauge(table, ProcessMeters::resting).register(meters);
    PlatformMeter.TABLE_REJECTED_NODES
        .gauge(table, any -> any.status().rejectedNodes())
        .register(meters);
  }

  private static long asleep(AppTable table) {
    return table.apps().stream().filter(app -> app.traffic().mode() == TrafficMode.ASLEEP).count();
  }

  private static long resting(AppTable table) {
    return table.apps().stream().filter(app -> app.traffic().isResting()).count();
  }

  @Override
  public void close() {
    collector.close();
  }

  private double ageSeconds() {
    TableStatus status = table.status();
    return status
        .asOf()
        .map(asOf -> Duration.between(asOf, clock.instant()).toMillis() / 1_000.0)
        .orElse(Double.NaN);
  }
}
