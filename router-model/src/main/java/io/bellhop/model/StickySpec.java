package io.bellhop.model;

import java.util.Locale;

/**
 * A cookie by which a client comes back to the instance that answered it before.
 *
 * @param cookie its name
 * @param sameSite whether browsers send it along with requests that other sites bring about
 */
public record StickySpec(HashKey.Cookie cookie, SameSite sameSite) {
  /** The attribute of a cookie (RFC 6265bis §5.6.7). */
  public enum SameSite {
    /** Not with any of them. */
    STRICT,
    /** With those that follow a link. */
    LAX,
    /** With all of them; the cookie is sent over TLS only. */
    NONE;

    /** The name as it stands in ZooKeeper and in the API. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a {@link #wireName()}; throws {@link InvalidValueException} for any other text. */
    public static SameSite fromWireName(String text) {
      for (SameSite value : values()) {
        if (value.wireName().equals(text)) {
          return value;
        }
      }
      throw new InvalidValueException(
          "sameSite '%s' is not known: use strict, lax or none".formatted(text));
    }
  }
}
