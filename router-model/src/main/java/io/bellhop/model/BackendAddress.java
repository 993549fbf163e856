package io.bellhop.model;

import java.util.regex.Pattern;

/** Where a backend listens. The host is a name or an IP address, IPv6 without brackets. */
public record BackendAddress(String host, int port) {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]{1,253}");

  /** Throws {@link InvalidValueException} where host or port could not be connected to. */
  public BackendAddress {
    if (!HOST.matcher(host).matches()) {
      throw new InvalidValueException(
          "backend host '%s' is not valid: use a host name or an IP address".formatted(host));
    }
    if (port < 1 || port > 65_535) {
      throw new InvalidValueException(
          "backend port %d is not valid: use 1 to 65535".formatted(port));
    }
  }

  /** Reads {@code HOST:PORT}, with an IPv6 host in brackets. */
  public static BackendAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      throw malformed(text);
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw malformed(text);
    }
    try {
      return new BackendAddress(host, Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw malformed(text);
    }
  }

  private static InvalidValueException malformed(String text) {
    return new InvalidValueException(
        "address '%s' is not valid: use HOST:PORT, with an IPv6 host in brackets".formatted(text));
  }

  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
