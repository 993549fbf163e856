package io.bellhop.router.accept;

import io.bellhop.model.InvalidValueException;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetSocketAddress;
import java.util.List;

/** Whose forwarding fields are believed: the peers within the given networks. Thread safe. */
final class TrustedProxies {
  private final List<IpSubnetFilterRule> networks;

  /** Throws {@link InvalidValueException} where a network is malformed. */
  TrustedProxies(List<String> cidrs) {
    this.networks = cidrs.stream().map(TrustedProxies::network).toList();
  }

  private static IpSubnetFilterRule network(String cidr) {
    int slash = cidr.indexOf('/');
    try {
      String address = slash < 0 ? cidr : cidr.substring(0, slash);
      int whole = address.indexOf(':') >= 0 ? 128 : 32;
      int prefix = slash < 0 ? whole : Integer.parseInt(cidr.substring(slash + 1));
      return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(
          "forwarding.trustedProxies has '%s': use networks such as 10.0.0.0/8 or fd00::/8"
              .formatted(cidr));
    }
  }

  boolean contains(InetSocketAddress peer) {
    for (int i = 0; i < networks.size(); i++) {
      if (networks.get(i).matches(peer)) {
        return true;
      }
    }
    return false;
  }
}
