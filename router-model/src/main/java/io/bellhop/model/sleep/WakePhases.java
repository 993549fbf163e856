package io.bellhop.model.sleep;

import java.time.Duration;
import java.util.Optional;

/**
 * How agents brought up the instance that listened first after a wake. Times count from the first
 * request, as those of {@link io.bellhop.model.wake.WakeReport} do; those that did not come to
 * pass, or that nobody told of, are empty.
 *
 * @param claimed an agent had claimed the slot
 * @param started the instance ran
 * @param listens the agent found it listening
 */
public record WakePhases(
    Optional<Duration> claimed, Optional<Duration> started, Optional<Duration> listens) {
  /** Nothing is known of them. */
  public static final WakePhases UNKNOWN =
      new WakePhases(Optional.empty(), Optional.empty(), Optional.empty());

  /** The same, none later than that: what is known to have come behind them. */
  public WakePhases notAfter(Duration bound) {
    return new WakePhases(
        claimed.map(time -> earlier(time, bound)),
        started.map(time -> earlier(time, bound)),
        listens.map(time -> earlier(time, bound)));
  }

  private static Duration earlier(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
