package io.bellhop.model.sleep;

import io.bellhop.model.RouterId;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeReport;
import java.time.Duration;
import java.util.Optional;

/**
 * One time that an app was woken.
 *
 * @param epoch of the traffic that it served by from then on
 * @param router that woke it
 * @param atMillis when its mode was written, in milliseconds since 1970
 * @param instances that were asked for
 * @param called from the first request until the mode was written
 * @param claimed from the first request until an agent had claimed a slot, as {@link WakePhases}
 * @param started from the first request until an instance ran, as {@link WakePhases}
 * @param listens from the first request until an instance listened, as {@link WakePhases}
 * @param healthy from the first request until the router had a healthy instance
 * @param firstByte from the first request until the first byte of a response to one that waited
 * @param held how many requests waited on that router
 * @param outcome a word, as {@link WakeReport#outcome()}; empty while nobody knows
 * @param asleepAtMillis when it fell asleep again; 0 while it is awake
 */
public record WakeEntry(
    long epoch,
    RouterId router,
    WakeCause cause,
    long atMillis,
    int instances,
    Optional<Duration> called,
    Optional<Duration> claimed,
    Optional<Duration> started,
    Optional<Duration> listens,
    Optional<Duration> healthy,
    Optional<Duration> firstByte,
    int held,
    String outcome,
    long asleepAtMillis) {
  private static final long MILLIS_PER_SECOND = 1_000;

  /** One of which nothing more is known yet, or ever will be. */
  public static WakeEntry begin(
      long epoch, RouterId router, WakeCause cause, long atMillis, int instances, String outcome) {
    return new WakeEntry(
        epoch,
        router,
        cause,
        atMillis,
        instances,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        outcome,
        0);
  }

  /** The same, with how it went. */
  public WakeEntry reported(WakeReport report, WakePhases phases) {
    return new WakeEntry(
        epoch,
        router,
        cause,
        atMillis,
        instances,
        report.called(),
        phases.claimed(),
        phases.started(),
        phases.listens(),
        report.healthy(),
        report.firstByte(),
        report.held(),
        report.outcome(),
        asleepAtMillis);
  }

  /** The same, over. */
  public WakeEntry asleep(long nowMillis) {
    return new WakeEntry(
        epoch, router, cause, atMillis, instances, called, claimed, started, listens, healthy,
        firstByte, held, outcome, nowMillis);
  }

  /**
   * What it cost: seconds since an instance ran, or since the mode was written where that is not
   * known, until the app fell asleep again, or until now, times the instances that were asked for.
   * An estimate: what instances really ran for is metered by the agents.
   */
  public long instanceSeconds(long nowMillis) {
    Duration before = Duration.ZERO;
    if (called.isPresent() && started.isPresent()) {
      before = started.get().minus(called.get());
    }
    long until = asleepAtMillis == 0 ? nowMillis : asleepAtMillis;
    long ran = Math.max(0, until - atMillis - before.toMillis());
    return ran * instances / MILLIS_PER_SECOND;
  }
}
