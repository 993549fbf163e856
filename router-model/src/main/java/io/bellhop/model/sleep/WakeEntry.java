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
    Optional<Duration> healthy,
    Optional<Duration> firstByte,
    int held,
    String outcome,
    long asleepAtMillis) {
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
        0,
        outcome,
        0);
  }

  /** The same, with how it went. */
  public WakeEntry reported(WakeReport report) {
    return new WakeEntry(
        epoch,
        router,
        cause,
        atMillis,
        instances,
        report.called(),
        report.healthy(),
        report.firstByte(),
        report.held(),
        report.outcome(),
        asleepAtMillis);
  }

  /** The same, over. */
  public WakeEntry asleep(long nowMillis) {
    return new WakeEntry(
        epoch, router, cause, atMillis, instances, called, healthy, firstByte, held, outcome,
        nowMillis);
  }
}
