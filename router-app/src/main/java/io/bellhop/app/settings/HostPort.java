package io.bellhop.app.settings;

import io.bellhop.model.InvalidValueException;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads addresses to listen on, where port 0 stands for any free one. */
public final class HostPort {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([A-Za-z0-9._-]+)):([0-9]{1,5})");
  private static final int MAX_PORT = 65_535;

  private HostPort() {}

  /**
   * Reads {@code HOST:PORT}, with an IPv6 host in brackets; resolves the name.
   *
   * @param key the setting, for the message of the {@link InvalidValueException}
   */
  public static InetSocketAddress parse(String key, String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
      throw new InvalidValueException(
          "%s of '%s' is not valid: use HOST:PORT, with an IPv6 host in brackets"
              .formatted(key, text));
    }
    String ipv6 = matcher.group(1);
    String host = ipv6 != null ? ipv6 : matcher.group(2);
    return new InetSocketAddress(host, Integer.parseInt(matcher.group(3)));
  }

  /** Writes an address as {@link #parse} reads it. */
  public static String format(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
