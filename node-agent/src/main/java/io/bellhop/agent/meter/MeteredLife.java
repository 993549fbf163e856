package io.bellhop.agent.meter;

import io.bellhop.model.launch.SlotKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One life of an instance, as it is charged for.
 *
 * @param id the runtime's: what tells it apart from all others
 * @param size its name, such as {@code M}
 * @param endedAt empty while it runs
 */
public record MeteredLife(
    String id, SlotKey slot, String size, Instant startedAt, Optional<Instant> endedAt) {

  /** How long it ran within a span of time. */
  public Duration within(Instant from, Instant to) {
    Instant begin = startedAt.isAfter(from) ? startedAt : from;
    Instant end = endedAt.filter(at -> at.isBefore(to)).orElse(to);
    Duration length = Duration.between(begin, end);
    return length.isNegative() ? Duration.ZERO : length;
  }

  MeteredLife endedAt(Instant at) {
    // Two clocks may disagree by a little; no life lasts less than nothing.
    Instant end = at.isBefore(startedAt) ? startedAt : at;
    return new MeteredLife(id, slot, size, startedAt, Optional.of(end));
  }
}
