package io.bellhop.model.sleep;

import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * How an app stands between waking and sleeping, as it is in ZooKeeper.
 *
 * @param keepers why it does not sleep, the weightiest first; empty while it sleeps
 * @param demand the routers on which requests flow or wait
 * @param attempt the last time it was to fall asleep
 */
public record SleepStatus(
    Traffic traffic,
    List<Keeper> keepers,
    SortedSet<RouterId> demand,
    KeptAwake kept,
    Optional<SleepAttempt> attempt,
    WakeLedger ledger) {
  /** Copies the list. */
  public SleepStatus {
    keepers = List.copyOf(keepers);
  }
}
