package io.bellhop.health;

import io.bellhop.health.probe.ProbeBounds;
import io.bellhop.health.probe.Probes;
import io.bellhop.health.record.HealthMeters;
import io.bellhop.health.record.ProbeMeters;
import io.bellhop.health.verdict.Apps;
import io.bellhop.health.verdict.Finding;
import io.bellhop.health.verdict.Prober;
import io.bellhop.health.verdict.Surroundings;
import io.bellhop.health.verdict.Time;
import io.bellhop.health.verdict.Watch;
import io.bellhop.model.App;
import io.bellhop.model.AppListener;
import io.bellhop.model.AppName;
import io.bellhop.model.health.AppHealth;
import io.bellhop.model.health.CheckedAppListener;
import io.bellhop.model.health.HealthReports;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.Bootstrap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stage between the table of apps and the data plane: adds to each app how its instances are.
 *
 * <p>A change of the table is passed on in the call that brings it, so that a switch is as fast as
 * without checks. What probes and requests show is queued for one thread, which passes it on app by
 * app. Both hold one lock, so that the data plane is told by one thread at a time, in order. Thread
 * safe.
 */
public final class HealthChecker implements AppListener, HealthReports, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealthChecker.class);
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);
  private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(5);
  private static final int BATCH = 1_024;

  private final Object lock = new Object();

  private final FindingQueue findings = new FindingQueue();
  private final Watch watch = new Watch();
  private final FirstVerdicts firstVerdicts = new FirstVerdicts();
  private final Time time;
  private final HealthMeters meters;
  private final CheckedAppListener downstream;
  private final Apps apps;
  private final Thread thread;
  private volatile boolean closed;
  private long lookedNanos;
  private long refreshedNanos;

  private HealthChecker(
      HealthSettings settings,
      MeterRegistry registry,
      Time time,
      Prober prober,
      CheckedAppListener downstream) {
    this.time = time;
    this.downstream = downstream;
    this.thread = new Thread(this::work, "bellhop-health");
    thread.setDaemon(true);
    this.meters = new HealthMeters(registry, findings::size);
    this.lookedNanos = time.now();
    this.refreshedNanos = time.now();
    Surroundings around =
        new Surroundings(
            time,
            new SplittableRandom(),
            prober,
            finding -> findings.add(finding, thread),
            watch::add,
            new Journal(meters, firstVerdicts::complete),
            settings.stallAfter());
    this.apps = new Apps(around, downstream, meters::counted);
  }

  /**
   * Begins to check what it is told of.
   *
   * @param connector opens connections to instances: with the event loops that probes are to run
   *     on, kind of channel and resolver
   * @param downstream told of every app with the health of its instances
   */
  public static HealthChecker start(
      HealthSettings settings,
      MeterRegistry registry,
      Bootstrap connector,
      CheckedAppListener downstream) {
    ProbeBounds bounds =
        new ProbeBounds(
            settings.maxConcurrentProbes(),
            settings.maxBootProbesPerSecond(),
            settings.maxKeptConnections());
    Prober prober = new Probes(connector, bounds, new ProbeMeters(registry), Time.SYSTEM.wall());
    HealthChecker checker = new HealthChecker(settings, registry, Time.SYSTEM, prober, downstream);
    checker.thread.start();
    return checker;
  }

  @Override
  public void appChanged(App app) {
    synchronized (lock) {
      apps.changed(app);
      firstVerdicts.forgetClosed();
    }
  }

  @Override
  public void appRemoved(AppName name) {
    synchronized (lock) {
      apps.removed(name);
      firstVerdicts.forgetClosed();
    }
  }

  @Override
  public void tableLoaded() {
    synchronized (lock) {
      firstVerdicts.loaded(apps.untried());
      downstream.tableLoaded();
    }
  }

  /**
   * Waits until each instance that the table held when it was loaded has been probed once, whatever
   * came of it.
   *
   * @param limit at the longest
   * @return whether they all were
   */
  public boolean awaitFirstVerdicts(Duration limit) {
    return firstVerdicts.await(limit);
  }

  @Override
  public Optional<AppHealth> health(AppName app) {
    synchronized (lock) {
      return apps.report(app);
    }
  }

  /** Ends all probes and tells nobody anything any more. Does not wait for the data plane. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    synchronized (lock) {
      apps.close();
    }
  }

  private void work() {
    while (!closed) {
      try {
        workOn(findings.take(BATCH, LOOK_INTERVAL));
      } catch (RuntimeException e) {
        meters.fault();
        LOG.error("a fault of the health checks: they go on, please report it", e);
      }
    }
  }

  private void workOn(List<Finding> batch) {
    synchronized (lock) {
      if (!closed) {
        turn(batch);
      }
    }
  }

  /** Judges a batch, and looks at what shows in time, where it is time to. Under the lock. */
  private void turn(List<Finding> batch) {
    apps.judge(batch);
    batch.forEach(finding -> firstVerdicts.judged(finding.target()));
    long now = time.now();
    if (now - lookedNanos >= LOOK_INTERVAL.toNanos()) {
      lookedNanos = now;
      apps.look(watch, now);
    }
    if (now - refreshedNanos >= REFRESH_INTERVAL.toNanos()) {
      refreshedNanos = now;
      meters.refresh();
    }
  }
}
