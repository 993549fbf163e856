package io.bellhop.router.settings;

import java.time.Duration;

/**
 * How long clients are waited for. What backends are waited for is each app's own matter.
 *
 * @param head from the first byte of a request head to its end; then 408
 * @param idle between two requests on a connection; then it is closed
 * @param body between two pieces of a request body; then 408
 * @param halfClose how long an answer is still tried for after the client closed its sending side,
 *     which looks the same as a client that left
 * @param linger how long input is read and dropped after an early answer, so that the client sees
 *     the answer and not a reset (RFC 9112 §9.6)
 */
public record ClientTimeouts(
    Duration head, Duration idle, Duration body, Duration halfClose, Duration linger) {

  /** What suits the open Internet. */
  public static final ClientTimeouts DEFAULT =
      new ClientTimeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(75),
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5));

  /** Throws {@code InvalidValueException} where a time is not within 1 ms to 7 days. */
  public ClientTimeouts {
    Checks.duration("timeouts.head", head);
    Checks.duration("timeouts.idle", idle);
    Checks.duration("timeouts.body", body);
    Checks.duration("timeouts.halfClose", halfClose);
    Checks.duration("timeouts.linger", linger);
  }
}
