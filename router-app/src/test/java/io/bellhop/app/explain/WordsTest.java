package io.bellhop.app.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 ms",
    "PT0.999S, 999 ms",
    "PT1S, 1 s",
    "PT1.5S, 1.5 s",
    "PT12.5S, 12 s",
    "PT119S, 119 s",
    "PT2M, 2 min",
    "PT119M, 119 min",
    "PT2H, 2 h",
    "PT47H, 47 h",
    "P2D, 2 d",
  })
  void timesAreSaidInTheUnitThatLeavesASmallNumber(Duration time, String said) {
    assertThat(Words.time(time)).isEqualTo(said);
  }
}
