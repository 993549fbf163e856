package io.bellhop.load.scenario;

import io.bellhop.load.stack.Waiting;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.traffic.Answer;
import io.bellhop.load.traffic.BackendProcess;
import io.bellhop.load.traffic.PacedLoad;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Instances are killed, started, frozen and thawed at random under load, all but one at worst. No
 * POST arrives twice, and each failure has its code.
 */
public final class Flap implements Scenario {
  private static final int INSTANCES = 4;
  private static final int MOST_WORK_MICROS = 5_000;
  private static final int LEAST_PAUSE_MILLIS = 100;
  private static final int MORE_PAUSE_MILLIS = 1_000;
  private static final Duration REST = Duration.ofSeconds(3);
  private static final String SPEC =
      """
      ,"timeouts":{"firstByteMillis":1000},
      "health":{"check":"http","path":"/up","intervalMillis":500,"timeoutMillis":500}""";

  /** What can be chosen. */
  @Command(name = "flap", sortOptions = false, showDefaultValues = true)
  static final class Options {
    @Option(names = "--seconds", paramLabel = "N", defaultValue = "60", description = "of unrest")
    int seconds;

    @Option(
        names = "--rate",
        paramLabel = "N",
        defaultValue = "500",
        description = "requests a second")
    int rate;

    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "1",
        description = "of the random choices")
    long seed;
  }

  @Override
  public void run(Workspace workspace, List<String> arguments) {
    Options options = OptionReader.read(new Options(), arguments);
    Fleet fleet = Fleet.start(workspace, new Fleet.Plan(INSTANCES, MOST_WORK_MICROS, 0, SPEC));
    long begun = System.nanoTime();
    PacedLoad load =
        workspace.keep(PacedLoad.start(fleet.router().port(), Stack.HOST, options.rate));
    Say.fact("deeds", unrest(fleet.backends(), options).toString());
    fleet.backends().stream().filter(BackendProcess::isFrozen).forEach(BackendProcess::thaw);
    Waiting.pause(REST);
    List<Answer> answers = load.stop();
    new Phase("of all requests", begun, System.nanoTime()).report(answers);
    Reports.retries(fleet.router());
    Tally tally = new Tally(answers, fleet.pages());
    tally.report("the beginning", begun);
    tally.holdWhatIsAlwaysPromised().requireAllHeld();
  }

  private static Map<String, Integer> unrest(List<BackendProcess> backends, Options options) {
    Random random = new Random(options.seed);
    Map<String, Integer> deeds = new TreeMap<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.seconds);
    while (System.nanoTime() - end < 0) {
      BackendProcess backend = backends.get(random.nextInt(backends.size()));
      boolean spare = backends.stream().filter(Flap::isWell).count() > 1;
      if (spare || !isWell(backend)) {
        deeds.merge(change(backend, random.nextBoolean()), 1, Integer::sum);
      }
      Waiting.pause(Duration.ofMillis(LEAST_PAUSE_MILLIS + random.nextInt(MORE_PAUSE_MILLIS)));
    }
    return deeds;
  }

  private static boolean isWell(BackendProcess backend) {
    return backend.isRunning() && !backend.isFrozen();
  }

  private static String change(BackendProcess backend, boolean kill) {
    if (!backend.isRunning()) {
      backend.restart();
      return "restarted";
    }
    if (kill) {
      backend.kill();
      return "killed";
    }
    if (backend.isFrozen()) {
      backend.thaw();
      return "thawed";
    }
    backend.freeze();
    return "frozen";
  }
}
