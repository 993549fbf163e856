package io.bellhop.agent.runtime;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.launch.SlotKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One life of an instance, as its runtime sees it.
 *
 * @param generation of the claim it was started for
 * @param revision of the deployment it was started from
 * @param address where it listens, or will; empty once it ended
 * @param startedAt by the runtime's clock; 1970 where it was made and never started
 * @param ending how it ended; empty while it runs
 */
public record Observed(
    RuntimeId id,
    SlotKey slot,
    long generation,
    long revision,
    Optional<BackendAddress> address,
    Instant startedAt,
    Optional<Ending> ending) {

  /** Whether it has not ended. */
  public boolean running() {
    return ending.isEmpty();
  }

  /** Whether it was ever started. */
  public boolean ran() {
    return startedAt.isAfter(Instant.EPOCH);
  }

  /** The same, which the runtime knows nothing of any more: it ended, and nobody saw how. */
  public Observed vanished(Instant now) {
    Ending unseen = new Ending(OptionalInt.empty(), false, now, List.of());
    return new Observed(
        id, slot, generation, revision, Optional.empty(), startedAt, Optional.of(unseen));
  }
}
