package io.bellhop.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.model.InvalidValueException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({"250ms, PT0.25S", "10s, PT10S", "5m, PT5M", "1h, PT1H", "7d, PT168H", "0s, PT0S"})
  void isReadAndWrittenTheSame(String text, Duration duration) {
    assertThat(DurationText.parse(text)).isEqualTo(duration);
    assertThat(DurationText.format(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"60s, 1m", "90s, 90s", "1500ms, 1500ms", "24h, 1d", "0ms, 0s"})
  void isWrittenInTheLargestUnitThatFits(String given, String written) {
    assertThat(DurationText.format(DurationText.parse(given))).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "-1s", "1.5s", "10 s", "10S", "1w", "PT10S", "1h30m"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("'" + text + "' is not a duration");
  }
}
