package io.bellhop.app.run;

import io.bellhop.config.coordinate.drive.CoordinationMetrics;
import io.bellhop.model.AppName;
import io.bellhop.model.rollout.DrainOutcome;
import io.bellhop.model.rollout.DrainReport;
import io.bellhop.model.rollout.RolloutSummary;
import io.bellhop.router.record.PlatformMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * Meters the rollouts that this router has a part in. Not by app: what became of one rollout is in
 * the app's history, and series for every app that was ever deployed would have no bound.
 */
final class RolloutMeters implements CoordinationMetrics {
  private static final String NO_DRAIN = "none";

  private final MeterRegistry meters;
  private final Timer drains;
  private final Timer longest;
  private final Counter cuts;
  private final Counter told;
  private final Counter taken;
  private final Counter refused;
  private final Counter acknowledged;
  private final Counter failures;

  RolloutMeters(MeterRegistry meters) {
    this.meters = meters;
    this.drains = PlatformMeter.ROLLOUT_DRAIN.timer().register(meters);
    this.longest = PlatformMeter.ROLLOUT_LONGEST.timer().register(meters);
    this.cuts = PlatformMeter.ROLLOUT_CUTS.counter().register(meters);
    this.told = PlatformMeter.ROLLOUT_WEBSOCKETS_TOLD.counter().register(meters);
    this.taken = PlatformMeter.ROLLOUT_STEPS.counter("taken").register(meters);
    this.refused = PlatformMeter.ROLLOUT_STEPS.counter("refused").register(meters);
    this.acknowledged = PlatformMeter.ROLLOUT_ACKNOWLEDGEMENTS.counter().register(meters);
    this.failures = PlatformMeter.ROLLOUT_FAILURES.counter().register(meters);
  }

  @Override
  public void rolloutEnded(AppName app, RolloutSummary summary) {
    String drain = summary.drain().map(report -> label(report.outcome())).orElse(NO_DRAIN);
    PlatformMeter.ROLLOUTS
        .counter(summary.outcome().wireName(), drain)
        .register(meters)
        .increment();
    summary.drain().ifPresent(this::drained);
  }

  private void drained(DrainReport report) {
    drains.record(Duration.ofMillis(report.millis()));
    longest.record(Duration.ofMillis(report.longestMillis()));
    told.increment(report.told());
    cuts.increment(cut(report.outcome()));
  }

  @Override
  public void stepTaken(AppName app) {
    taken.increment();
  }

  @Override
  public void stepRefused(AppName app) {
    refused.increment();
  }

  @Override
  public void acknowledged(AppName app) {
    acknowledged.increment();
  }

  @Override
  public void failed(AppName app) {
    failures.increment();
  }

  private static String label(DrainOutcome outcome) {
    if (outcome instanceof DrainOutcome.Drained) {
      return "drained";
    }
    return outcome instanceof DrainOutcome.Forced ? "forced" : "unknown";
  }

  private static int cut(DrainOutcome outcome) {
    if (outcome instanceof DrainOutcome.Forced forced) {
      return forced.cut();
    }
    return outcome instanceof DrainOutcome.Unknown unknown ? unknown.cut() : 0;
  }
}
