package io.bellhop.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void soManyASecondAndNoMore() {
    Pace pace = new Pace(100, 0);
    int taken = 0;
    for (long millis = 0; millis < 2_000; millis++) {
      long now = Duration.ofMillis(millis).toNanos();
      while (pace.take(now)) {
        taken++;
      }
    }
    assertThat(taken).isBetween(205, 210);
  }
}
