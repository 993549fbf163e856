package io.bellhop.model;

import java.time.Duration;

/**
 * When a request is tried again. What is never safe is never done, whatever stands here: a request
 * of which a byte was written is tried again only where it is idempotent and can be replayed whole.
 *
 * @param attempts in all, the first among them; 1 for no retries
 * @param budgetPercent of the app's requests in flight that may be retries
 * @param budgetFloor retries at once that are allowed however few requests there are; no less than
 *     what one instance has under way, or its death fails what could have been answered
 * @param deadline from the request's arrival; after it nothing is tried again
 * @param replayBufferBytes of a request body kept to be sent again; 0 keeps none
 * @param idempotencyKey whether a request of any method that carries {@code Idempotency-Key} counts
 *     as idempotent, which the app has to live up to
 */
public record RetrySpec(
    int attempts,
    int budgetPercent,
    int budgetFloor,
    Duration deadline,
    int replayBufferBytes,
    boolean idempotencyKey) {

  /** What an app gets that asks for nothing else. */
  public static final RetrySpec DEFAULT =
      new RetrySpec(3, 20, 100, Duration.ofSeconds(10), 64 * 1024, false);

  /** Throws {@link InvalidValueException} where a value is out of its bounds. */
  public RetrySpec {
    Bounds.check("retries attempts", attempts, 1, 10);
    Bounds.check("retries budgetPercent", budgetPercent, 0, 100);
    Bounds.check("retries budgetFloor", budgetFloor, 0, 1_000_000);
    Bounds.check("retries deadline", deadline);
    Bounds.check("retries replayBufferBytes", replayBufferBytes, 0, 16 * 1024 * 1024);
  }
}
