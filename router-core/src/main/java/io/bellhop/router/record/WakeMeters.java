package io.bellhop.router.record;

import io.bellhop.model.sleep.WakePhases;
import io.bellhop.model.wake.WakeReport;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The meters of one app's wakes: registered with the first, as most apps never sleep. */
final class WakeMeters {
  private record Ending(String cause, String outcome) {}

  private final CounterRow<Ending> endings;
  private final CounterRow<WakeAnswerKind> answers;
  private final Timer called;
  private final Timer claimed;
  private final Timer started;
  private final Timer listens;
  private final Timer healthy;
  private final Timer firstByte;

  WakeMeters(MeterGroup group, String app) {
    endings =
        new CounterRow<>(
            ending -> group.counter(RouterMeter.WAKES, app, ending.cause, ending.outcome));
    answers = new CounterRow<>(kind -> group.counter(RouterMeter.WAKE_ANSWERS, app, kind.label()));
    called = group.timer(RouterMeter.WAKE_DURATION, app, "called");
    claimed = group.timer(RouterMeter.WAKE_DURATION, app, "claimed");
    started = group.timer(RouterMeter.WAKE_DURATION, app, "started");
    listens = group.timer(RouterMeter.WAKE_DURATION, app, "listens");
    healthy = group.timer(RouterMeter.WAKE_DURATION, app, "healthy");
    firstByte = group.timer(RouterMeter.WAKE_DURATION, app, "first_byte");
  }

  void ended(WakeReport report) {
    String cause = report.cause().agent().name().toLowerCase(Locale.ROOT);
    endings.increment(new Ending(cause, report.outcome()));
    record(called, report.called());
    record(healthy, report.healthy());
    record(firstByte, report.firstByte());
  }

  void told(WakePhases phases) {
    record(claimed, phases.claimed());
    record(started, phases.started());
    record(listens, phases.listens());
  }

  /** Nobody waits who could tell how it went on. */
  void called(String cause) {
    endings.increment(new Ending(cause, "called"));
  }

  void answered(WakeAnswerKind kind) {
    answers.increment(kind);
  }

  private static void record(Timer timer, Optional<Duration> time) {
    time.ifPresent(timer::record);
  }
}
