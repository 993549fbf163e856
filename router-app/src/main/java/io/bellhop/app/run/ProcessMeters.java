package io.bellhop.app.run;

import io.bellhop.app.metrics.ProgramMeters;
import io.bellhop.model.AppTable;
import io.bellhop.model.TableStatus;
import io.bellhop.model.TrafficMode;
import io.bellhop.router.record.PlatformMeter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;

/** The meters of the process as a whole: the table of apps, the program itself. */
final class ProcessMeters implements AutoCloseable {
  private final ProgramMeters program;
  private final MeterRegistry meters;
  private final AppTable table;
  private final InstantSource clock;

  private ProcessMeters(MeterRegistry meters, AppTable table, InstantSource clock) {
    this.meters = meters;
    this.program = ProgramMeters.bind(meters);
    this.table = table;
    this.clock = clock;
  }

  /** Meters what is known from the start. */
  static ProcessMeters bind(MeterRegistry meters, AppTable table, InstantSource clock) {
    ProcessMeters bound = new ProcessMeters(meters, table, clock);
    PlatformMeter.TABLE_COPY_FAILURES
        .counter(table, any -> any.status().copyFailures())
        .register(meters);
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
    program.close();
  }

  private double ageSeconds() {
    TableStatus status = table.status();
    return status
        .asOf()
        .map(asOf -> Duration.between(asOf, clock.instant()).toMillis() / 1_000.0)
        .orElse(Double.NaN);
  }
}
