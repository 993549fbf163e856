package io.bellhop.app.run;

import io.bellhop.config.runs.RunMetrics;
import io.bellhop.model.AppName;
import io.bellhop.model.run.RunState.Ended;
import io.bellhop.router.record.PlatformMeter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Meters the one-off runs of the apps that this router owns; another owner goes on counting in
 * series of its own. Apps beyond a bound share one series.
 */
final class RunMeters implements RunMetrics {
  private static final int MOST_APPS = 500;
  private static final String OTHERS = "_others";

  private final MeterRegistry meters;
  private final Set<String> apps = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> queues = new ConcurrentHashMap<>();

  RunMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  private String label(AppName app) {
    if (apps.contains(app.value())) {
      return app.value();
    }
    if (apps.size() >= MOST_APPS || !apps.add(app.value())) {
      return OTHERS;
    }
    PlatformMeter.RUNS_QUEUED
        .gauge(queues, all -> all.getOrDefault(app.value(), 0), app.value())
        .register(meters);
    return app.value();
  }

  @Override
  public void ended(AppName app, Ended end) {
    String label = label(app);
    PlatformMeter.RUNS.counter(label, end.outcome().wireName()).register(meters).increment();
    if (end.startedAt().isPresent()) {
      PlatformMeter.RUN_DURATION.timer(label).register(meters).record(end.ranFor());
    }
  }

  @Override
  public void queued(Map<AppName, Integer> counts) {
    queues.clear();
    counts.forEach((app, count) -> queues.put(label(app), count));
  }

  @Override
  public void scheduled(AppName app, String result) {
    PlatformMeter.RUN_SCHEDULES.counter(label(app), result).register(meters).increment();
  }

  @Override
  public void failed() {
    PlatformMeter.RUN_FAILURES.counter().register(meters).increment();
  }
}
