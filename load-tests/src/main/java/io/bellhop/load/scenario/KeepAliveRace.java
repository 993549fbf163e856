package io.bellhop.load.scenario;

import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.traffic.Answer;
import io.bellhop.load.traffic.ThinkingLoad;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The instances close idle connections at random moments, and requests meet connections that are
 * being closed. No GET fails, and no POST arrives twice.
 */
public final class KeepAliveRace implements Scenario {
  private static final int INSTANCES = 2;
  private static final int MOST_WORK_MICROS = 500;
  private static final int LIMIT_SECONDS = 1_200;

  /** What can be chosen. */
  @Command(name = "keepalive-race", sortOptions = false, showDefaultValues = true)
  static final class Options {
    @Option(names = "--requests", paramLabel = "N", defaultValue = "100000", description = "in all")
    int requests;

    @Option(names = "--clients", paramLabel = "N", defaultValue = "40", description = "at once")
    int clients;

    @Option(
        names = "--idle-millis",
        paramLabel = "N",
        defaultValue = "50",
        description = "idle time at most")
    int idleMillis;

    @Option(
        names = "--think-millis",
        paramLabel = "N",
        defaultValue = "20",
        description = "think time at most")
    int thinkMillis;
  }

  @Override
  public void run(Workspace workspace, List<String> arguments) {
    Options options = OptionReader.read(new Options(), arguments);
    Fleet fleet =
        Fleet.start(
            workspace,
            new Fleet.Plan(INSTANCES, MOST_WORK_MICROS, options.idleMillis * 1_000L, ""));
    long begun = System.nanoTime();
    ThinkingLoad load =
        workspace.keep(
            ThinkingLoad.start(
                fleet.router().port(),
                Stack.HOST,
                options.requests,
                options.clients,
                options.thinkMillis * 1_000L));
    List<Answer> answers = load.await(LIMIT_SECONDS);
    new Phase("of all requests", begun, System.nanoTime()).report(answers);
    Tally tally = new Tally(answers, fleet.pages());
    tally.report("the beginning", begun);
    Say.fact("requests that met a connection being closed", Long.toString(tally.closedOn()));
    if (Reports.retries(fleet.router()) == 0 || tally.closedOn() == 0) {
      throw new LoadTestException("no request met a close: nothing was shown; ask for more");
    }
    tally.holdWhatIsAlwaysPromised().holdNoFailedGet().requireAllHeld();
  }
}
