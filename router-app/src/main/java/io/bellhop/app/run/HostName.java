package io.bellhop.app.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** What this host is called, in a form that may stand in an id. */
public final class HostName {
  private static final int LONGEST = 100;

  private HostName() {}

  /** The name, cut and cleaned; what is given instead where nothing is left of it. */
  public static String or(String otherwise) {
    String host = told().replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
    String kept = host.length() > LONGEST ? host.substring(0, LONGEST) : host;
    return kept.isEmpty() ? otherwise : kept;
  }

  private static String told() {
    return Optional.ofNullable(System.getenv("HOSTNAME"))
        .filter(name -> !name.isBlank())
        .orElseGet(HostName::lookedUp);
  }

  private static String lookedUp() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }
}
