package io.bellhop.app.run;

import io.bellhop.model.RouterId;
import java.security.SecureRandom;

/** Names this router. */
final class RouterIds {
  private RouterIds() {}

  /**
   * What was set, else the host's name and six digits of chance: process ids repeat in containers,
   * and a router that comes back at once must not be taken for the one that went.
   */
  static RouterId of(String configured) {
    if (!configured.isEmpty()) {
      return new RouterId(configured);
    }
    int chance = new SecureRandom().nextInt(1 << 24);
    return new RouterId("%s-%06x".formatted(HostName.or("router"), chance));
  }
}
