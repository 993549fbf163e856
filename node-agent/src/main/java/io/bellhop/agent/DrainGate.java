package io.bellhop.agent;

import io.bellhop.agent.runtime.Observed;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotClaims;
import io.bellhop.model.launch.SlotKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes instances out of rotation, and keeps apps awake that have clients of which no router knows.
 * Routers close what they keep open to an instance once they are told that it drains. An app that
 * sleeps had nothing under way: what is connected after a pause is others'. The calls for one slot
 * come one after the other.
 *
 * <pre>
 *             told, and the app sleeps               no clients, or sent
 *   in rotation ──────────────────────────▶ watched  to sleep by hand
 *        │  told, and it goes on with others    └────────────────────────▶ drains
 *        └───────────────────────────────────────────────────────────────────▲
 * </pre>
 */
final class DrainGate {
  private static final Logger LOG = LoggerFactory.getLogger(DrainGate.class);
  private static final int NAMED = 3;

  private final SlotClaims claims;
  private final RuntimeWork runtime;
  private final Map<SlotKey, Claim> watched = new ConcurrentHashMap<>();

  DrainGate(SlotClaims claims, RuntimeWork runtime) {
    this.claims = claims;
    this.runtime = runtime;
  }

  /**
   * Has routers told to give it nothing new, unless the store wants it by then. Whether they are
   * and nothing speaks against its end; where not, to be called again after a pause while it is not
   * wanted.
   */
  boolean drain(Claim claim, Observed running) throws StoreException {
    if (watched.remove(claim.slot(), claim)) {
      Optional<List<String>> clients = runtime.clients(running);
      return clients.orElse(List.of()).isEmpty() || !keptAwake(claim, clients.get());
    }
    BackendAddress address = running.address().orElseThrow();
    boolean drains = claims.drain(claim, address, running.revision());
    if (drains && wantsNone(claim.slot().deployment())) {
      watched.put(claim.slot(), claim);
      return false;
    }
    return drains;
  }

  /** It is in rotation again. */
  void returned(Claim claim) {
    watched.remove(claim.slot());
  }

  private boolean wantsNone(DeploymentKey deployment) {
    return claims.board().wanted().stream()
        .anyMatch(each -> each.key().equals(deployment) && each.instances() == 0);
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
