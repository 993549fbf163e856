package io.bellhop.router.retry;

import io.bellhop.router.record.RetryReason;
import io.bellhop.router.record.RetryRefusal;

/** What {@link RetryRules} says of another attempt. */
public sealed interface RetryVerdict {

  /** Another attempt is safe, for this reason. */
  record Retry(RetryReason reason) implements RetryVerdict {}

  /** What happened calls for another attempt, which this request does not allow. */
  record Refused(RetryRefusal why) implements RetryVerdict {}

  /** What happened is no reason to try again, whatever the request. */
  record Never() implements RetryVerdict {
    static final Never INSTANCE = new Never();
  }
}
