package io.bellhop.config.coordinate.step;

import io.bellhop.model.AppName;
import io.bellhop.model.RouterId;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * Which router carries an app's rollouts on: the one with the highest random weight (Thaler and
 * Ravishankar, 1998), so that a router that leaves hands over only its own apps. Two that take
 * themselves for the owner do no harm, as every step is written against what it was decided on.
 */
public final class Owner {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Owner() {}

  /** The owner among these routers; empty where there are none. */
  public static Optional<RouterId> of(AppName app, Set<RouterId> routers) {
    return routers.stream()
        .max(
            Comparator.comparingLong((RouterId router) -> weight(app, router))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static long weight(AppName app, RouterId router) {
    long hash = FNV_OFFSET;
    for (byte b : (app + "/" + router).getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ b) * FNV_PRIME;
    }
    // FNV's high bits hardly depend on its last bytes: mixed as by MurmurHash3's finalizer.
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
