package io.bellhop.router.retry;

import io.bellhop.model.RetrySpec;
import io.bellhop.router.record.RetryReason;
import io.bellhop.router.record.RetryRefusal;
import java.util.Optional;

/**
 * Which attempts may be followed by another. What was written decides: a request of which nothing
 * was written has reached nobody, so that repeating it is always safe; one that was written may
 * have been carried out, so that it is repeated only where that is the same as carrying it out once
 * (RFC 9110 §9.2.2), all of it can be sent again, and nothing of a response came.
 *
 * <table>
 * <caption>What is tried again</caption>
 * <tr><th>What happened</th><th>Written</th><th>Request</th><th>Tried again, as</th></tr>
 * <tr><td>connection refused</td><td>nothing</td><td>any</td><td>connect_refused</td></tr>
 * <tr><td>no connection otherwise</td><td>nothing</td><td>any</td><td>connect_failed</td></tr>
 * <tr><td>connection found closed</td><td>nothing</td><td>any</td><td>stale_connection</td></tr>
 * <tr><td>backend judged failing</td><td>nothing</td><td>any</td><td>backend_failing</td></tr>
 * <tr><td>kept connection closed before a byte came</td><td>some</td><td>repeatable</td>
 *     <td>stale_connection</td></tr>
 * <tr><td>new connection closed before a byte came</td><td>some</td><td>repeatable</td>
 *     <td>backend_reset</td></tr>
 * <tr><td>backend judged failing before a byte came</td><td>some</td><td>repeatable</td>
 *     <td>backend_failing</td></tr>
 * <tr><td>any of the last three</td><td>some</td><td>not repeatable</td><td>no</td></tr>
 * <tr><td>no byte in time</td><td>some</td><td>any</td><td>no: it may still be at work</td></tr>
 * <tr><td>a byte of a response came</td><td>some</td><td>any</td><td>no</td></tr>
 * <tr><td>malformed response</td><td>some</td><td>any</td><td>no</td></tr>
 * <tr><td>client's body refused or stalled</td><td>any</td><td>any</td><td>no</td></tr>
 * </table>
 *
 * <p><i>Repeatable</i> is a request that is idempotent, by its method or by an {@code
 * Idempotency-Key} that the app vouches for, and whose body, where it has one, is kept whole. A
 * request to switch protocols is not: what a tunnel carries cannot be known.
 */
public final class RetryRules {
  private RetryRules() {}

  /**
   * Reads the table.
   *
   * @param written whether any of the request was handed to the connection
   * @param idempotent whether repeating the request is the same as making it once
   * @param replayable whether all of it that was written can be written again
   */
  public static RetryVerdict classify(
      AttemptEnd end, boolean written, boolean idempotent, boolean replayable) {
    return switch (end) {
      case CONNECT_REFUSED -> new RetryVerdict.Retry(RetryReason.CONNECT_REFUSED);
      case CONNECT_FAILED -> new RetryVerdict.Retry(RetryReason.CONNECT_FAILED);
      case FOUND_CLOSED -> new RetryVerdict.Retry(RetryReason.STALE_CONNECTION);
      case KEPT_CONNECTION_CLOSED ->
          ifRepeatable(RetryReason.STALE_CONNECTION, written, idempotent, replayable);
      case CONNECTION_CLOSED ->
          ifRepeatable(RetryReason.BACKEND_RESET, written, idempotent, replayable);
      case BACKEND_FAILING ->
          ifRepeatable(RetryReason.BACKEND_FAILING, written, idempotent, replayable);
      case TIMED_OUT, RESPONSE_BEGUN, MALFORMED_RESPONSE, CLIENT_FAILED ->
          RetryVerdict.Never.INSTANCE;
    };
  }

  private static RetryVerdict ifRepeatable(
      RetryReason reason, boolean written, boolean idempotent, boolean replayable) {
    if (written && !idempotent) {
      return new RetryVerdict.Refused(RetryRefusal.NOT_IDEMPOTENT);
    }
    return written && !replayable
        ? new RetryVerdict.Refused(RetryRefusal.NOT_REPLAYABLE)
        : new RetryVerdict.Retry(reason);
  }

  /**
   * Whether another attempt has to find a place in the app's budget. An attempt of which nothing
   * was written cost no backend anything, and a kept connection that closed says nothing of load;
   * that happens to a request once, as the next attempt opens its own.
   */
  public static boolean needsBudget(AttemptEnd end, boolean written) {
    return written && end != AttemptEnd.KEPT_CONNECTION_CLOSED;
  }

  /** Whether there was not even a connection that the request could have been written to. */
  public static boolean reachedNobody(AttemptEnd end) {
    return end == AttemptEnd.CONNECT_REFUSED || end == AttemptEnd.CONNECT_FAILED;
  }

  /** Which bound of one request, if any, is reached after so many attempts and so long. */
  public static Optional<RetryRefusal> boundReached(
      RetrySpec spec, int attempts, long sinceArrivalNanos) {
    if (attempts >= spec.attempts()) {
      return Optional.of(RetryRefusal.ATTEMPTS);
    }
    return sinceArrivalNanos >= spec.deadline().toNanos()
        ? Optional.of(RetryRefusal.DEADLINE)
        : Optional.empty();
  }
}
