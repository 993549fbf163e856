package io.bellhop.agent;

import io.bellhop.agent.reconcile.Policy;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotClaims;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.launch.WantedDeployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes instances out of rotation, and keeps those from being stopped to which clients are
 * connected. Routers close what they keep open to an instance once they are told that it drains;
 * what is left after a pause is under way, or others'. An app that sleeps had nothing under way, so
 * these are others', and it is kept awake; an instance that is one too many is waited for. The
 * calls for one slot come one after the other.
 *
 * <pre>
 *             told, and the store did not want it          nobody is connected,
 *                                                          or its time is over
 *   in rotation ────────────────────────────────▶ watched ───────────────────────▶ may be stopped
 *        │   removed, or to be started anew from another spec                        ▲
 *        └───────────────────────────────────────────────────────────────────────────┘
 * </pre>
 */
final class DrainGate {
  private static final Logger LOG = LoggerFactory.getLogger(DrainGate.class);
  private static final int NAMED = 3;

  private final SlotClaims claims;
  private final RuntimeWork runtime;
  private final Policy policy;
  private final Map<SlotKey, Watched> watched = new ConcurrentHashMap<>();

  /** Told to routers since then. */
  private record Watched(Claim claim, long sinceNanos) {
    boolean isFor(Duration time) {
      return System.nanoTime() - sinceNanos >= time.toNanos();
    }
  }

  DrainGate(SlotClaims claims, RuntimeWork runtime, Policy policy) {
    this.claims = claims;
    this.runtime = runtime;
    this.policy = policy;
  }

  /**
   * Has routers told to give it nothing new, unless the store wants it by then. Whether it may be
   * stopped after that; where not, to be called again after a pause while it is not wanted.
   */
  boolean drain(Claim claim, Observed running) throws StoreException {
    Watched since = watched.remove(claim.slot());
    if (since != null && since.claim.equals(claim)) {
      return mayStop(since, running);
    }
    BackendAddress address = running.address().orElseThrow();
    boolean drains = claims.drain(claim, address, running.revision());
    if (drains && isTooMany(claim.slot())) {
      watched.put(claim.slot(), new Watched(claim, System.nanoTime()));
      return false;
    }
    return drains;
  }

  private boolean mayStop(Watched since, Observed running) throws StoreException {
    Optional<List<String>> clients = runtime.clients(running);
    if (clients.isPresent() && clients.get().isEmpty()) {
      return true;
    }
    if (wantsNone(since.claim.slot().deployment())) {
      return clients.isEmpty() || !keptAwake(since.claim, clients.get());
    }
    if (since.isFor(clients.isEmpty() ? policy.unseenDrain() : policy.strayDrain())) {
      LOG.info("{} is stopped: it was drained for long enough", since.claim.slot());
      return true;
    }
    watched.put(since.claim.slot(), since);
    return false;
  }

  /** It is in rotation again. */
  void returned(Claim claim) {
    watched.remove(claim.slot());
  }

  /** Whether nothing is to be started in its place. */
  private boolean isTooMany(SlotKey slot) {
    return wanted(slot.deployment(), each -> each.instances() <= slot.index());
  }

  private boolean wantsNone(DeploymentKey deployment) {
    return wanted(deployment, each -> each.instances() == 0);
  }

  private boolean wanted(DeploymentKey deployment, Predicate<WantedDeployment> how) {
    return claims.board().wanted().stream()
        .anyMatch(each -> each.key().equals(deployment) && how.test(each));
  }

  private boolean keptAwake(Claim claim, List<String> clients) throws StoreException {
    String why =
        "instance %s has %d open connection%s past all routers, from %s%s: see who that is"
            .formatted(
                claim.slot(),
                clients.size(),
                clients.size() == 1 ? "" : "s",
                String.join(", ", clients.subList(0, Math.min(NAMED, clients.size()))),
                clients.size() > NAMED ? " and others" : "");
    boolean kept = claims.keepAwake(claim.slot().deployment().app(), why);
    if (kept) {
      LOG.info("app {} is kept awake: {}", claim.slot().deployment().app(), why);
    }
    return kept;
  }
}
