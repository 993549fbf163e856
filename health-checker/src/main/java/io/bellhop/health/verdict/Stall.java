package io.bellhop.health.verdict;

/** Whether an instance still ends what it began, looked at now and then. */
final class Stall {
  private static final int LONGEST_FACTOR = 32;

  private final long firstNanos;
  private long suspectAfterNanos;
  private int answeredSeen;
  private long progressNanos;
  private int judgeableSeen;
  private int failedSeen;

  Stall(long nowNanos, long stallAfterNanos) {
    this.progressNanos = nowNanos;
    this.firstNanos = stallAfterNanos;
    this.suspectAfterNanos = stallAfterNanos;
  }

  /** When it last answered a request, or had none under way. */
  long progressNanos() {
    return progressNanos;
  }

  /** Requests come again after a while without: what was seen last is old. */
  void resume(RequestLedger ledger, long now) {
    answeredSeen = ledger.answered();
    progressNanos = now;
    suspectAfterNanos = firstNanos;
  }

  /** Looks at the ledger; tells whether the instance is to be suspected. */
  boolean seen(RequestLedger ledger, long now) {
    int answered = ledger.answered();
    if (answered != answeredSeen || ledger.outstanding() == 0) {
      resume(ledger, now);
      return false;
    }
    return now - progressNanos >= suspectAfterNanos;
  }

  /** It is alive: its requests just take long. Asks again after twice the time. */
  void alive() {
    suspectAfterNanos = Math.min(2 * suspectAfterNanos, LONGEST_FACTOR * firstNanos);
  }

  /** What was added to the ledger since this was last asked. */
  SuccessRates.Sample window(Target target, RequestLedger ledger) {
    int judgeable = ledger.judgeable();
    int failed = ledger.failed();
    int failedNow = failed - failedSeen;
    int succeeded = Math.max(0, judgeable - judgeableSeen - failedNow);
    judgeableSeen = judgeable;
    failedSeen = failed;
    return new SuccessRates.Sample(target, succeeded, failedNow);
  }
}
