package io.bellhop.model;

/**
 * Which paths a route takes: {@code /api} takes {@code /api} and all below it, but not {@code
 * /apis}. The root {@code /} takes everything. Kept without a trailing slash, save for the root.
 */
public record PathPrefix(String value) implements Comparable<PathPrefix> {
  private static final int MAX_LENGTH = 1_024;

  /** The prefix of every path. */
  public static final PathPrefix ROOT = new PathPrefix("/");

  /** Throws {@link InvalidValueException} where no request path could begin with the text. */
  public PathPrefix {
    if (!value.startsWith("/") || value.length() > MAX_LENGTH || !visibleAscii(value)) {
      throw new InvalidValueException(
          "path prefix '%s' is not valid: begin with / and use no ?, #, spaces or dot segments"
              .formatted(value));
    }
    if (value.length() > 1 && value.endsWith("/")) {
      value = value.substring(0, value.length() - 1);
    }
  }

  private static boolean visibleAscii(String value) {
    for (String segment : value.split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return value.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '?' && c != '#');
  }

  /** Whether a request path falls under this prefix; segments are matched whole. */
  public boolean covers(String path) {
    int length = value.length();
    return length == 1
        || (path.startsWith(value) && (path.length() == length || path.charAt(length) == '/'));
  }

  @Override
  public int compareTo(PathPrefix other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
