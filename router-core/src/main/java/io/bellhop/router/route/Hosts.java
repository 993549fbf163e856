package io.bellhop.router.route;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the {@code Host} field (RFC 9110 §7.2, RFC 3986 §3.2.2). */
public final class Hosts {
  private static final int MAX_LENGTH = 255;

  private Hosts() {}

  /**
   * The host to route by: in lower case, without port or trailing dot.
   *
   * @return null where the field holds anything but a host and an optional port, such as user
   *     information, a path or white space
   */
  public static @Nullable String normalize(String field) {
    int end = hostEnd(field);
    if (end < 0 || end > MAX_LENGTH || !portIsValid(field, end)) {
      return null;
    }
    if (end > 0 && field.charAt(end - 1) == '.') {
      end--;
    }
    String host = end == field.length() ? field : field.substring(0, end);
    return isLowerCase(host) ? host : host.toLowerCase(Locale.ROOT);
  }

  private static int hostEnd(String field) {
    if (field.startsWith("[")) {
      int bracket = field.indexOf(']');
      return bracket > 1 && consistsOf(field, 1, bracket, Hosts::isIpv6Char) ? bracket + 1 : -1;
    }
    int colon = field.indexOf(':');
    int end = colon < 0 ? field.length() : colon;
    return consistsOf(field, 0, end, Hosts::isNameChar) ? end : -1;
  }

  private static boolean portIsValid(String field, int hostEnd) {
    if (hostEnd == field.length()) {
      return true;
    }
    int digits = field.length() - hostEnd - 1;
    return field.charAt(hostEnd) == ':'
        && digits <= 5
        && consistsOf(field, hostEnd + 1, field.length(), c -> c >= '0' && c <= '9');
  }

  private interface CharTest {
    boolean test(char c);
  }

  private static boolean consistsOf(String text, int from, int to, CharTest test) {
    for (int i = from; i < to; i++) {
      if (!test.test(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNameChar(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '.'
        || c == '_';
  }

  private static boolean isIpv6Char(char c) {
    return c >= '0' && c <= '9'
        || c >= 'a' && c <= 'f'
        || c >= 'A' && c <= 'F'
        || c == ':'
        || c == '.';
  }

  private static boolean isLowerCase(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        return false;
      }
    }
    return true;
  }
}
