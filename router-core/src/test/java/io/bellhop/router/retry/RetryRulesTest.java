package io.bellhop.router.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.RetrySpec;
import io.bellhop.router.record.RetryReason;
import io.bellhop.router.record.RetryRefusal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryRulesTest {
  private static final RetrySpec SPEC =
      new RetrySpec(3, 20, 1, Duration.ofSeconds(2), 1_024, false);
  private static final long DEADLINE_NANOS = SPEC.deadline().toNanos();

  @ParameterizedTest
  @CsvSource({
    "CONNECT_REFUSED, CONNECT_REFUSED",
    "CONNECT_FAILED,  CONNECT_FAILED",
    "FOUND_CLOSED,    STALE_CONNECTION",
    "BACKEND_FAILING, BACKEND_FAILING",
  })
  void whatReachedNobodyIsTriedAgainWhateverItIs(AttemptEnd end, RetryReason reason) {
    assertThat(RetryRules.classify(end, false, false, false))
        .isEqualTo(new RetryVerdict.Retry(reason));
  }

  @ParameterizedTest
  @CsvSource({
    "KEPT_CONNECTION_CLOSED, STALE_CONNECTION",
    "CONNECTION_CLOSED,      BACKEND_RESET",
    "BACKEND_FAILING,        BACKEND_FAILING",
  })
  void whatWasWrittenIsTriedAgainOnlyIfItIsRepeatable(AttemptEnd end, RetryReason reason) {
    assertThat(RetryRules.classify(end, true, true, true))
        .isEqualTo(new RetryVerdict.Retry(reason));
    assertThat(RetryRules.classify(end, true, false, true))
        .isEqualTo(new RetryVerdict.Refused(RetryRefusal.NOT_IDEMPOTENT));
    assertThat(RetryRules.classify(end, true, true, false))
        .isEqualTo(new RetryVerdict.Refused(RetryRefusal.NOT_REPLAYABLE));
  }

  @ParameterizedTest
  @EnumSource(
      value = AttemptEnd.class,
      names = {"TIMED_OUT", "RESPONSE_BEGUN", "MALFORMED_RESPONSE", "CLIENT_FAILED"})
  void otherEndsAreNoReasonToTryAgain(AttemptEnd end) {
    assertThat(RetryRules.classify(end, true, true, true)).isEqualTo(new RetryVerdict.Never());
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECTION_CLOSED,      true,  true",
    "BACKEND_FAILING,        true,  true",
    "BACKEND_FAILING,        false, false",
    "CONNECT_REFUSED,        false, false",
    "KEPT_CONNECTION_CLOSED, true,  false",
  })
  void onlyWhatMayMeanLoadTakesFromTheBudget(AttemptEnd end, boolean written, boolean needed) {
    assertThat(RetryRules.needsBudget(end, written)).isEqualTo(needed);
  }

  @Test
  void theLastAttemptIsTheOneThatReachesTheBound() {
    assertThat(RetryRules.boundReached(SPEC, 2, 0)).isEmpty();
    assertThat(RetryRules.boundReached(SPEC, 3, 0)).contains(RetryRefusal.ATTEMPTS);
  }

  @Test
  void theDeadlineIsExclusive() {
    assertThat(RetryRules.boundReached(SPEC, 1, DEADLINE_NANOS - 1)).isEmpty();
    assertThat(RetryRules.boundReached(SPEC, 1, DEADLINE_NANOS)).contains(RetryRefusal.DEADLINE);
  }
}
