package io.bellhop.router.settings;

import java.util.List;

/**
 * What backends are told of the client, and whose word is taken for it.
 *
 * @param trustedProxies CIDRs of proxies before this router; forwarding fields of all others are
 *     replaced, since anyone can write them
 * @param forwardedHeader whether the RFC 7239 {@code Forwarded} field is sent too
 * @param via the pseudonym in {@code Via} (RFC 9110 §7.6.3)
 */
public record Forwarding(List<String> trustedProxies, boolean forwardedHeader, String via) {

  /** Nobody is trusted. */
  public static final Forwarding DEFAULT = new Forwarding(List.of(), false, "bellhop");

  /** Throws {@code InvalidValueException} where a CIDR or the pseudonym is malformed. */
  public Forwarding {
    trustedProxies = List.copyOf(trustedProxies);
    Checks.that(
        via.matches("[A-Za-z0-9._-]{1,64}"),
        "forwarding.via of '%s' is not valid: use 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'"
            .formatted(via));
  }
}
