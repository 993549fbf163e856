package io.bellhop.config.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.model.InvalidValueException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In Vienna the clock goes from 02:00 to 03:00 on 29 March 2026, and back on 25 October. */
class CronTimesTest {
  private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

  private static List<Instant> times(String cron, String from, String until) {
    List<Instant> times = new ArrayList<>();
    CronTimes rule = CronTimes.of(cron, VIENNA);
    Instant at = rule.after(Instant.parse(from)).orElseThrow();
    while (at.isBefore(Instant.parse(until))) {
      times.add(at);
      at = rule.after(at).orElseThrow();
    }
    return times;
  }

  private static List<Instant> at(String... texts) {
    return List.of(texts).stream().map(Instant::parse).toList();
  }

  @Test
  void aDailyTimeKeepsToTheClockOfItsZoneAcrossBothChanges() {
    assertThat(times("0 4 * * *", "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z"))
        .isEqualTo(at("2026-03-28T03:00:00Z", "2026-03-29T02:00:00Z", "2026-03-30T02:00:00Z"));
    assertThat(times("0 4 * * *", "2026-10-24T00:00:00Z", "2026-10-27T00:00:00Z"))
        .isEqualTo(at("2026-10-24T02:00:00Z", "2026-10-25T03:00:00Z", "2026-10-26T03:00:00Z"));
  }

  @Test
  void aTimeThatTheClockLeavesOutDoesNotComeThatDay() {
    assertThat(times("30 2 * * *", "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z"))
        .isEqualTo(at("2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z"));
  }

  @Test
  void aTimeThatTheClockShowsTwiceComesOnce() {
    assertThat(times("30 2 * * *", "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z"))
        .isEqualTo(at("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"));
  }

  @Test
  void everyHourIsEveryHourThatPasses() {
    assertThat(times("0 * * * *", "2026-10-24T22:30:00Z", "2026-10-25T03:30:00Z")).hasSize(5);
    assertThat(times("0 * * * *", "2026-03-28T22:30:00Z", "2026-03-29T03:30:00Z")).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"30 2 * * *", "*/20 * * * *", "0 1-4 * * *", "15 0,3 * * sun"})
  void theLastTimeUntilAMomentIsTheOneThatCameBeforeAlsoAcrossChanges(String cron) {
    CronTimes rule = CronTimes.of(cron, VIENNA);
    for (String day : List.of("2026-03-28T12:00:30Z", "2026-10-24T12:00:30Z")) {
      Instant moment = Instant.parse(day);
      Instant last = rule.lastUntil(moment).orElseThrow();
      for (int minute = 0; minute < 1_440 * 2; minute += 5) {
        moment = moment.plusSeconds(300);
        Instant next = rule.after(last).orElseThrow();
        while (!next.isAfter(moment)) {
          last = next;
          next = rule.after(last).orElseThrow();
        }
        assertThat(rule.lastUntil(moment)).as("until %s", moment).contains(last);
      }
    }
  }

  @Test
  void aTimeIsItsOwnLast() {
    Instant noon = Instant.parse("2026-11-21T12:00:00Z");
    assertThat(CronTimes.of("0 12 * * *", ZoneId.of("UTC")).lastUntil(noon)).contains(noon);
    assertThat(CronTimes.of("0 12 * * *", ZoneId.of("UTC")).lastUntil(noon.minusMillis(1)))
        .contains(Instant.parse("2026-11-20T12:00:00Z"));
  }

  @Test
  void aDayThatNeverComesHasNoTimes() {
    Instant noon = Instant.parse("2026-11-21T12:00:00Z");
    assertThat(CronTimes.of("0 3 31 2 *", VIENNA).after(noon)).isEmpty();
    assertThat(CronTimes.of("0 3 31 2 *", VIENNA).lastUntil(noon)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 3 * *     | 4 parts",
        "61 * * * *  | 61 not in range",
        "@daily      | use five fields",
        "every day   | use five fields",
        "''          | use five fields",
      })
  void whatIsNoRuleIsRefusedWithItsReason(String cron, String reason) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> CronTimes.of(cron, VIENNA))
        .withMessageContaining(reason);
  }
}
