package io.bellhop.model;

import java.util.Optional;

/**
 * How an app's requests are split over its deployments, where several take traffic.
 *
 * @param client what a client is known by, so that all its requests go to one deployment, on every
 *     router the same, and stay there while that one's share only grows; empty to split request by
 *     request. Requests that do not carry it are split by the client's address
 * @param overrideHeader a header field by which a tester names the deployment that is to answer;
 *     empty for none
 * @param overrideCookie the same by a cookie, for testers with a browser; the header field wins
 */
public record SplitSpec(
    Optional<HashKey> client,
    Optional<HashKey.Header> overrideHeader,
    Optional<HashKey.Cookie> overrideCookie) {
  /** What a client is known by where it has nothing else. */
  public static final HashKey BY_ADDRESS = new HashKey.ClientAddress();

  /** What an app gets that asks for nothing else: by request, without an override. */
  public static final SplitSpec DEFAULT =
      new SplitSpec(Optional.empty(), Optional.empty(), Optional.empty());
}
