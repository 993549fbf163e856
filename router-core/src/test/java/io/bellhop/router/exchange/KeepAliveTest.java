package io.bellhop.router.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
  private static final long MOST = millis(1_000);

  private final KeepAlive keepAlive = new KeepAlive(MOST);

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void whereNothingWasLearnedTheSettingCounts() {
    assertThat(keepAlive.trusts(MOST - 1, 0)).isTrue();
    assertThat(keepAlive.trusts(MOST, 0)).isFalse();
  }

  @Test
  void halfOfTheShortestTimeCounts() {
    keepAlive.closedAfter(millis(300), 0);
    keepAlive.closedAfter(millis(200), 0);
    keepAlive.closedAfter(millis(250), 0);
    assertThat(keepAlive.trusts(millis(100) - 1, 1)).isTrue();
    assertThat(keepAlive.trusts(millis(100), 1)).isFalse();
  }

  @Test
  void aBackendThatClosesAtOnceIsNeverTrusted() {
    keepAlive.closedAfter(millis(9), 0);
    assertThat(keepAlive.trusts(0, 1)).isFalse();
  }

  @Test
  void aTimeFarBeyondTheSettingSaysNothingNew() {
    keepAlive.closedAfter(millis(5_000), 0);
    assertThat(keepAlive.trusts(MOST - 1, 1)).isTrue();
  }

  @Test
  void whatWasNotSeenAgainForAMinuteIsForgotten() {
    keepAlive.closedAfter(millis(9), 0);
    assertThat(keepAlive.trusts(0, TimeUnit.MINUTES.toNanos(1) - 1)).isFalse();
    assertThat(keepAlive.trusts(MOST - 1, TimeUnit.MINUTES.toNanos(1))).isTrue();
  }

  @Test
  void afterThatTheNextTimeSeenCounts() {
    keepAlive.closedAfter(millis(9), 0);
    long later = TimeUnit.MINUTES.toNanos(2);
    keepAlive.closedAfter(millis(200), later);
    assertThat(keepAlive.trusts(millis(99), later)).isTrue();
  }
}
