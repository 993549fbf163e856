package io.bellhop.router;

import io.bellhop.model.InvalidValueException;
import java.net.InetSocketAddress;

/** Reads the addresses that the router is to listen on. */
final class ListenAddress {
  private ListenAddress() {}

  /** Reads {@code HOST:PORT}, with an IPv6 host in brackets and {@code *} for every address. */
  static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      String host = text.substring(0, Math.max(colon, 0)).replace("[", "").replace("]", "");
      return host.isEmpty() || host.equals("*")
          ? new InetSocketAddress(port)
          : new InetSocketAddress(host, port);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(
          "listen address '%s' is not valid: use HOST:PORT, with an IPv6 host in brackets"
              .formatted(text));
    }
  }
}
