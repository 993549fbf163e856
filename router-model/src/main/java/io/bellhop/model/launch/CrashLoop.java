package io.bellhop.model.launch;

import java.time.Duration;
import java.time.Instant;

/**
 * A deployment whose instances keep ending by themselves. Nothing of it is started before {@code
 * notBefore}.
 *
 * @param failures in a row
 * @param revision of the deployment that failed; another one starts afresh
 * @param last how the latest one ended
 */
public record CrashLoop(int failures, Instant notBefore, long revision, ExitReport last) {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final int DOUBLINGS = 9;

  /** The first failure: tried again after a second. */
  public static CrashLoop first(ExitReport report, long revision, Instant now) {
    return new CrashLoop(1, now.plus(FIRST_WAIT), revision, report);
  }

  /** One more failure: the wait doubles, up to five minutes. */
  public CrashLoop next(ExitReport report, Instant now) {
    // Instances of one deployment fall together: what ends during a wait adds nothing to it.
    if (now.isBefore(notBefore)) {
      return new CrashLoop(failures, notBefore, revision, report);
    }
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures, DOUBLINGS));
    Duration bounded = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    return new CrashLoop(failures + 1, now.plus(bounded), revision, report);
  }

  /** Whether starts of a revision have to wait. */
  public boolean holds(long wantedRevision, Instant now) {
    return revision == wantedRevision && now.isBefore(notBefore);
  }
}
