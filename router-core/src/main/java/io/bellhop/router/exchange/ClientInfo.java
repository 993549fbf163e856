package io.bellhop.router.exchange;

/**
 * What is known of a client's connection, the same for all its requests.
 *
 * @param address of the peer, without port
 * @param localPortText the port that it connected to, as text
 * @param scheme {@code http} or {@code https}
 * @param trusted whether its forwarding fields are believed
 */
public record ClientInfo(String address, String localPortText, String scheme, boolean trusted) {}
