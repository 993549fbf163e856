package io.bellhop.app.metrics;

import io.bellhop.app.Version;
import io.bellhop.router.record.PlatformMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;

/** The meters that every program of Bellhop has: of its JVM and its build. */
public final class ProgramMeters implements AutoCloseable {
  private final JvmGcMetrics collector = new JvmGcMetrics();

  private ProgramMeters() {}

  /** Meters this process. */
  public static ProgramMeters bind(MeterRegistry meters) {
    ProgramMeters bound = new ProgramMeters();
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
    new FileDescriptorMetrics().bindTo(meters);
    bound.collector.bindTo(meters);
    String java = Runtime.version().toString();
    PlatformMeter.BUILD.gauge(bound, any -> 1, Version.current(), java).register(meters);
    return bound;
  }

  @Override
  public void close() {
    collector.close();
  }
}
