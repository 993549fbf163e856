package io.bellhop.agent.meter;

import io.bellhop.agent.reconcile.CutCode;
import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.model.AppName;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.ExitReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The agent's meters, declared once. Thread safe. */
public final class AgentMeters {
  private static final Duration[] BOOT_TIMES = {
    Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500),
    Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10),
    Duration.ofSeconds(30), Duration.ofSeconds(60)
  };

  private final MeterRegistry registry;
  // As many as the registry has counters of them, for as long.
  private final Set<AppName> measured = ConcurrentHashMap.newKeySet();
  private final Counter logLost;
  private final Counter journalFailures;
  private final Counter storeFailures;

  /** Meters of one agent. */
  public AgentMeters(MeterRegistry registry) {
    this.registry = registry;
    logLost = counter("bellhop.agent.log.lines.lost", "Lines of instances that were not kept");
    journalFailures =
        counter("bellhop.agent.journal.failures", "Failed tries to write the journal of runs");
    storeFailures =
        counter("bellhop.agent.store.failures", "Changes that the shared store did not take");
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /** Measures what the agent holds now. */
  public void gauge(String name, String description, Supplier<Number> figure) {
    Gauge.builder(name, figure).description(description).register(registry);
  }

  /** An instance ran and listens. */
  public void booted(DeploymentKey deployment, Duration took) {
    Timer.builder("bellhop.agent.boot.duration")
        .description("Time from the start of an instance until it listens")
        .tag("app", deployment.app().value())
        .serviceLevelObjectives(BOOT_TIMES)
        .register(registry)
        .record(took);
  }

  /** An app's instances run here, as the journal knows; no matter how often this is said. */
  public void runs(AppName app, UsageJournal journal) {
    if (!measured.add(app)) {
      return;
    }
    FunctionCounter.builder("bellhop.agent.running", journal, known -> seconds(known, app))
        .description("Time that instances of the app ran on this host, as far as it is kept")
        .baseUnit("seconds")
        .tag("app", app.value())
        .register(registry);
  }

  private static double seconds(UsageJournal journal, AppName app) {
    return journal.usage(app, Instant.EPOCH, Instant.MAX).time().toSeconds();
  }

  /** An instance ended, or was not started. */
  public void ended(DeploymentKey deployment, ExitReport.Reason reason) {
    Counter.builder("bellhop.agent.exits")
        .description("Instances that ended or were not started, by reason")
        .tags("app", deployment.app().value(), "reason", reason.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
  }

  /** An instance was stopped although clients may have been connected to it. */
  public void cut(DeploymentKey deployment, CutCode code) {
    Counter.builder("bellhop.agent.cuts")
        .description("Instances stopped although clients may have been connected, by why")
        .tags("app", deployment.app().value(), "code", code.label())
        .register(registry)
        .increment();
  }

  /** A runtime could not do something. */
  public void failed(FailureCode code) {
    Counter.builder("bellhop.agent.runtime.failures")
        .description("What runtimes could not do, by code and by who has to mend it")
        .tags("code", code.label(), "blame", code.blame().name().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
  }

  /** A line was not kept. */
  public void logLineLost() {
    logLost.increment();
  }

  /** The journal could not be written. */
  public void journalFailed() {
    journalFailures.increment();
  }

  /** The store did not take a change. */
  public void storeFailed() {
    storeFailures.increment();
  }
}
