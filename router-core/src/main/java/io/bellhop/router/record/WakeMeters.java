package io.bellhop.router.record;

import io.bellhop.model.wake.WakeReport;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;

/** The meters of one app's wakes: registered with the first, as most apps never sleep. */
final class WakeMeters {
  private final CounterRow<String> outcomes;
  private final CounterRow<WakeAnswerKind> answers;
  private final Timer called;
  private final Timer healthy;
  private final Timer firstByte;

  WakeMeters(MeterGroup group, String app) {
    outcomes = new CounterRow<>(outcome -> group.counter(RouterMeter.WAKES, app, outcome));
    answers = new CounterRow<>(kind -> group.counter(RouterMeter.WAKE_ANSWERS, app, kind.label()));
    called = group.timer(RouterMeter.WAKE_DURATION, app, "called");
    healthy = group.timer(RouterMeter.WAKE_DURATION, app, "healthy");
    firstByte = group.timer(RouterMeter.WAKE_DURATION, app, "first_byte");
  }

  void ended(WakeReport report) {
    outcomes.increment(report.outcome());
    record(called, report.called());
    record(healthy, report.healthy());
    record(firstByte, report.firstByte());
  }

  void answered(WakeAnswerKind kind) {
    answers.increment(kind);
  }

  private static void record(Timer timer, Optional<Duration> time) {
    time.ifPresent(timer::record);
  }
}
