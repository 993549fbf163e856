package io.bellhop.load.scenario;

import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.traffic.Answer;
import io.bellhop.load.traffic.BackendProcess;
import io.bellhop.load.traffic.PacedLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One of four instances is killed under load, and started again; or it is frozen, and thawed. No
 * POST arrives twice, each failure has its code, and when an instance is killed no GET fails and no
 * POST but those it took with it.
 */
public final class Kill implements Scenario {
  private static final int INSTANCES = 4;
  private static final int MOST_WORK_MICROS = 10_000;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration REST = Duration.ofSeconds(1);
  private static final Set<String> CUT_OFF = Set.of("backend_reset", "response_truncated");

  /** How instances are checked. */
  enum Check {
    /** By requests to {@code /up}. */
    HTTP(",\"path\":\"/up\""),
    /** By connecting, again and again. */
    TCP(""),
    /** By connecting once. */
    GATE("");

    private final String moreJson;

    Check(String moreJson) {
      this.moreJson = moreJson;
    }

    String json(int intervalMillis) {
      return "{\"check\":\"%s\"%s,\"intervalMillis\":%d}"
          .formatted(name().toLowerCase(Locale.ROOT), moreJson, intervalMillis);
    }
  }

  /** What can be chosen. */
  @Command(name = "kill", sortOptions = false, showDefaultValues = true)
  static final class Options {
    @Option(names = "--freeze", description = "freeze the instance instead of killing it")
    boolean freeze;

    @Option(names = "--check", defaultValue = "HTTP", description = "${COMPLETION-CANDIDATES}")
    Check check = Check.HTTP;

    @Option(
        names = "--interval-millis",
        paramLabel = "N",
        defaultValue = "1000",
        description = "of the checks")
    int intervalMillis;

    @Option(
        names = "--first-byte-millis",
        paramLabel = "N",
        defaultValue = "2000",
        description = "limit of the app")
    int firstByteMillis;

    @Option(
        names = "--rate",
        paramLabel = "N",
        defaultValue = "2000",
        description = "requests a second")
    int rate;

    @Option(
        names = "--seconds",
        paramLabel = "N",
        defaultValue = "10",
        description = "of each of three phases")
    int seconds;

    String specJson() {
      return ",\"timeouts\":{\"firstByteMillis\":%d},\"health\":%s"
          .formatted(firstByteMillis, check.json(intervalMillis));
    }
  }

  /** Moments of the run, on both clocks where both are needed. */
  private record Moments(long begun, long struck, Instant struckAt, long healed, Instant healedAt) {
    List<Phase> phases(String what, long end) {
      return List.of(
          new Phase("before " + what, begun, struck),
          new Phase("while it is gone", struck, healed),
          new Phase("once it is back", healed, end));
    }
  }

  @Override
  public void run(Workspace workspace, List<String> arguments) {
    Options options = OptionReader.read(new Options(), arguments);
    Fleet fleet =
        Fleet.start(workspace, new Fleet.Plan(INSTANCES, MOST_WORK_MICROS, 0, options.specJson()));
    BackendProcess victim = fleet.backends().get(1);
    PacedLoad load =
        workspace.keep(PacedLoad.start(fleet.router().port(), Stack.HOST, options.rate));
    Waiting.pause(WARM_UP);
    load.awaitSettled();
    Moments moments = strikeAndHeal(victim, options);
    load.awaitAnswerBy(victim.name(), moments.healed());
    long end = System.nanoTime();
    List<Answer> answers = load.stop();
    // What a thawed instance finds in its sockets is noted too.
    Waiting.pause(REST);
    moments.phases(deed(options), end).forEach(phase -> phase.report(answers));
    reportVictim(fleet, victim, answers, moments);
    judge(new Tally(answers, fleet.pages()), options, moments);
  }

  /** What went wrong while a cold router and cold instances warmed up is no matter of the kill. */
  private static void judge(Tally all, Options options, Moments moments) {
    all.reportFailures("with the warm-up");
    Tally measured = all.since(moments.begun());
    measured.report(deed(options), moments.struck());
    if (!options.freeze) {
      measured.holdNoFailedGet().holdPostsFailOnlyBy(CUT_OFF);
    }
    all.holdWhatIsAlwaysPromised().requireAllHeld();
    measured.requireAllHeld();
  }

  private static String deed(Options options) {
    return options.freeze ? "the freeze" : "the kill";
  }

  private static Moments strikeAndHeal(BackendProcess victim, Options options) {
    Duration phase = Duration.ofSeconds(options.seconds);
    long begun = System.nanoTime();
    Waiting.pause(phase);
    long struck = System.nanoTime();
    Instant struckAt = Instant.now();
    if (options.freeze) {
      victim.freeze();
    } else {
      victim.kill();
    }
    Waiting.pause(phase);
    if (options.freeze) {
      victim.thaw();
    } else {
      victim.restart();
    }
    long healed = System.nanoTime();
    Instant healedAt = Instant.now();
    Waiting.pause(phase);
    return new Moments(begun, struck, struckAt, healed, healedAt);
  }

  private static void reportVictim(
      Fleet fleet, BackendProcess victim, List<Answer> answers, Moments moments) {
    AccessLogFile.Given given =
        AccessLogFile.given(
            fleet.accessLog(), victim.address(), moments.struckAt(), moments.healedAt());
    Say.fact("requests given to it while it was gone", Long.toString(given.requests()));
    Say.fact(
        "the last of them came after",
        given.last().map(time -> time.toMillis() + " ms").orElse("there was none"));
    long again =
        answers.stream()
            .filter(answer -> answer.backend().equals(victim.name()))
            .mapToLong(answer -> answer.after(moments.healed()).toMillis())
            .filter(millis -> millis > 0)
            .min()
            .orElseThrow(() -> new LoadTestException("it never served again"));
    Say.fact("it served again after", again + " ms");
    Reports.retries(fleet.router());
  }
}
