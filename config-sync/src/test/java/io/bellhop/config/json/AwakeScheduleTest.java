package io.bellhop.config.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.model.AwakeSchedule;
import io.bellhop.model.InvalidValueException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwakeScheduleTest {
  @ParameterizedTest
  @CsvSource({
    // A Friday in summer: Vienna is two hours ahead of UTC.
    "mon-fri 08:00-19:00 Europe/Vienna, 2026-07-03T05:59:59Z, false",
    "mon-fri 08:00-19:00 Europe/Vienna, 2026-07-03T06:00:00Z, true",
    "mon-fri 08:00-19:00 Europe/Vienna, 2026-07-03T16:59:59Z, true",
    "mon-fri 08:00-19:00 Europe/Vienna, 2026-07-03T17:00:00Z, false",
    // The same hour in winter, when it is one hour.
    "mon-fri 08:00-19:00 Europe/Vienna, 2026-12-04T06:59:59Z, false",
    "mon-fri 08:00-19:00 Europe/Vienna, 2026-07-04T10:00:00Z, false",
    // Over midnight: Friday's hours end on Saturday.
    "fri 22:00-02:00 UTC, 2026-07-03T21:59:59Z, false",
    "fri 22:00-02:00 UTC, 2026-07-04T01:59:59Z, true",
    "fri 22:00-02:00 UTC, 2026-07-04T22:30:00Z, false",
    "mon-sun 00:00-00:00 UTC, 2026-07-05T12:00:00Z, true"
  })
  void itHoldsByTheClockOfItsZone(String schedule, Instant now, boolean holds) {
    assertThat(AwakeSchedule.parse(schedule).holds(now)).isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mon-fri 08:00-19:00 Europe/Vienna", "sat 09:30-12:00 UTC"})
  void itIsWrittenAsItWasRead(String schedule) {
    assertThat(AwakeSchedule.parse(schedule)).hasToString(schedule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "always",
        "mon-fri 8-19 UTC",
        "fri-mon 08:00-19:00 UTC",
        "mon 25:00-26:00 UTC",
        "mon 08:00-19:00 Vienna",
        "xyz 08:00-19:00 UTC"
      })
  void whatIsNoScheduleIsRefusedWithAnExample(String text) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> AwakeSchedule.parse(text))
        .withMessageContaining(text)
        .withMessageContaining("mon-fri 08:00-19:00 Europe/Vienna");
  }
}
