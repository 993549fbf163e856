package io.bellhop.app.cli.follow;

import io.bellhop.model.AppName;
import io.bellhop.model.rollout.DrainReport;
import io.bellhop.model.rollout.PhaseTiming;
import io.bellhop.model.rollout.QueuedRollout;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutPhase;
import io.bellhop.model.rollout.RolloutProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A line for each phase that is over, and on a terminal one below them for what goes on now, drawn
 * anew in place. Elsewhere what goes on is a line too, where it takes long.
 */
public final class LineDisplay implements Display {
  private static final Duration TAKES_LONG = Duration.ofSeconds(5);
  private static final int WIDTH = 78;
  private static final String CLEAR_LINE = "\r\u001b[2K";
  private static final String ROW = "  %-12s %-48s %8s";

  private final AppName app;
  private final PrintWriter out;
  private final boolean terminal;
  private int timingsShown;
  private boolean begun;
  private boolean saidItWaits;
  private String now = "";
  private String shown = "";
  private Duration shownAt = Duration.ZERO;
  private Optional<Rollout> last = Optional.empty();

  /**
   * Shows the rollouts of an app.
   *
   * @param terminal whether lines can be drawn anew
   */
  public LineDisplay(AppName app, PrintWriter out, boolean terminal) {
    this.app = app;
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void progress(RolloutProgress progress, long number) {
    Optional<Rollout> current =
        progress.log().current().filter(rollout -> rollout.number() == number);
    current.ifPresentOrElse(
        rollout -> stands(progress, rollout), () -> notUnderWay(progress, number));
  }

  private void stands(RolloutProgress progress, Rollout rollout) {
    if (!begun) {
      begun = true;
      line(
          "rollout %d of %s: all traffic to %s, from %s"
              .formatted(rollout.number(), app, rollout.target(), Outcomes.weights(rollout)));
    }
    last = Optional.of(rollout);
    phases(rollout.timings(), rollout, rollout.drain());
    now = "%-12s %s".formatted(rollout.phase().wireName(), Words.now(progress, rollout));
  }

  private void notUnderWay(RolloutProgress progress, long number) {
    progress.log().history().stream()
        .filter(ended -> ended.number() == number)
        .findFirst()
        .ifPresent(
            ended -> last.ifPresent(rollout -> phases(ended.timings(), rollout, ended.drain())));
    boolean waits =
        progress.log().queued().stream().map(QueuedRollout::number).anyMatch(n -> n == number);
    progress.log().current().filter(other -> waits).ifPresent(other -> waits(other, number));
  }

  private void waits(Rollout other, long number) {
    // One that only keeps its old set makes way at once.
    if (!saidItWaits && other.phase() != RolloutPhase.KEEP) {
      saidItWaits = true;
      line(
          "rollout %d of %s waits for rollout %d to %s to end; --supersede would not"
              .formatted(number, app, other.number(), other.target()));
    }
    now =
        "%-12s for rollout %d to %s, which is in %s"
            .formatted("waits", other.number(), other.target(), other.phase().wireName());
  }

  private void phases(List<PhaseTiming> timings, Rollout rollout, Optional<DrainReport> drain) {
    for (PhaseTiming timing :
        timings.subList(Math.min(timingsShown, timings.size()), timings.size())) {
      line(
          ROW.formatted(
              timing.phase().wireName(),
              Words.done(timing.phase(), rollout, drain),
              Words.seconds(timing.millis())));
      timingsShown++;
    }
  }

  @Override
  public void elapsed(Duration time) {
    if (now.isEmpty()) {
      return;
    }
    if (terminal) {
      String line = "  %s  %s".formatted(now, Words.seconds(time.toMillis()));
      out.print(CLEAR_LINE + line.substring(0, Math.min(WIDTH, line.length())));
      out.flush();
    } else if (!now.equals(shown) && time.minus(shownAt).compareTo(TAKES_LONG) >= 0) {
      shown = now;
      shownAt = time;
      line("  %s  (%s)".formatted(now, Words.seconds(time.toMillis())));
    }
  }

  @Override
  public void ended(Ending ending) {
    line(Outcomes.sentence(app, last, ending));
  }

  private void line(String text) {
    out.println((terminal ? CLEAR_LINE : "") + text);
    out.flush();
  }
}
