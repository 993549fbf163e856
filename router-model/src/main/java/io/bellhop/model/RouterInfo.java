package io.bellhop.model;

import java.util.List;

/**
 * What a router says of itself to its peers.
 *
 * @param addresses where it takes requests, as {@code HOST:PORT}
 * @param adminAddress where its admin API listens
 * @param version of Bellhop it runs
 * @param capabilities what it can do that older ones cannot
 */
public record RouterInfo(
    RouterId id,
    List<String> addresses,
    String adminAddress,
    String version,
    List<String> capabilities) {
  /** Copies the lists. */
  public RouterInfo {
    addresses = List.copyOf(addresses);
    capabilities = List.copyOf(capabilities);
  }
}
