package io.bellhop.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which hosts a route takes: one host ({@code shop.example.com}), every host below a domain ({@code
 * *.example.com}, any depth, not the domain itself), or every host that nothing else takes ({@code
 * *}, the default app). Kept in lower case, without port or trailing dot.
 */
public record HostPattern(String value) implements Comparable<HostPattern> {
  private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}]");
  private static final int MAX_LENGTH = 253;

  /** The pattern that takes every host that no other pattern takes. */
  public static final HostPattern ANY = new HostPattern("*");

  /**
   * Throws {@link InvalidValueException} where the text is neither host, wildcard nor {@code *}.
   */
  public HostPattern {
    value = value.toLowerCase(Locale.ROOT);
    if (!valid(value)) {
      throw new InvalidValueException(
          ("host '%s' is not valid: use a host name (international names in their xn-- form),"
                  + " *.DOMAIN for all below a domain, or * for all that no other app has")
              .formatted(value));
    }
  }

  private static boolean valid(String value) {
    if (value.equals("*")) {
      return true;
    }
    String name = value.startsWith("*.") ? value.substring(2) : value;
    return name.length() <= MAX_LENGTH
        && (NAME.matcher(name).matches()
            || (name.length() == value.length() && IPV6.matcher(name).matches()));
  }

  /** Whether this pattern takes more than one host. */
  public boolean isWildcard() {
    return value.startsWith("*");
  }

  @Override
  public int compareTo(HostPattern other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
