package io.bellhop.model;

import java.util.regex.Pattern;

/** What of a request decides its backend under consistent hashing. */
public sealed interface HashKey {

  /** The client's address, as the router trusts it. */
  record ClientAddress() implements HashKey {}

  /** A header field. */
  record Header(String name) implements HashKey {
    /** Throws {@link InvalidValueException} where it is no field name. */
    public Header {
      Token.check("header", name);
    }
  }

  /** A cookie. */
  record Cookie(String name) implements HashKey {
    /** Throws {@link InvalidValueException} where it is no cookie name. */
    public Cookie {
      Token.check("cookie", name);
    }
  }

  /** A token of HTTP (RFC 9110 §5.6.2). */
  final class Token {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");

    private Token() {}

    static void check(String kind, String name) {
      if (!VALID.matcher(name).matches()) {
        throw new InvalidValueException(
            "%s name '%s' is not valid: use letters, digits and -, _ or .".formatted(kind, name));
      }
    }
  }
}
