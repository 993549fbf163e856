package io.bellhop.app.run;

import io.bellhop.model.RouterId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Optional;

/** Names this router. */
final class RouterIds {
  private static final int LONGEST_HOST = 100;

  private RouterIds() {}

  /**
   * What was set, else the host's name and six digits of chance: process ids repeat in containers,
   * and a router that comes back at once must not be taken for the one that went.
   */
  static RouterId of(String configured) {
    if (!configured.isEmpty()) {
      return new RouterId(configured);
    }
    String host = hostName().replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
    String kept = host.length() > LONGEST_HOST ? host.substring(0, LONGEST_HOST) : host;
    int chance = new SecureRandom().nextInt(1 << 24);
    return new RouterId("%s-%06x".formatted(kept.isEmpty() ? "router" : kept, chance));
  }

  private static String hostName() {
    return Optional.ofNullable(System.getenv("HOSTNAME"))
        .filter(name -> !name.isBlank())
        .orElseGet(RouterIds::lookedUp);
  }

  private static String lookedUp() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "router";
    }
  }
}
