package io.bellhop.app.explain;

import io.bellhop.app.explain.RequestRuns.Doing;
import io.bellhop.model.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How an app does whose requests each get a run of their own. */
final class RunSentences {
  private RunSentences() {}

  static List<String> of(RequestRuns runs, Instant now) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "Each request gets a run of its own; each router keeps %d spare. One whose client leaves early %s."
            .formatted(
                runs.spec().spare(),
                runs.spec().cancelOnLeave() ? "is told to end" : "goes on to its own end"));
    sentences.add(
        runs.underWay().isEmpty()
            ? "None is under way."
            : "Under way: %d starting, %d spare, %d with a request, %d about to end."
                .formatted(
                    runs.count(Doing.STARTING),
                    runs.count(Doing.SPARE),
                    runs.count(Doing.BUSY),
                    runs.count(Doing.ENDING)));
    runs.failed().forEach(run -> sentences.add(failure(run, now)));
    return sentences;
  }

  private static String failure(Run run, Instant now) {
    Duration past = Duration.between(RequestRuns.end(run).endedAt(), now);
    return Words.sentence(
        "Run %s failed %s ago: %s"
            .formatted(
                run.key().run(),
                Words.time(past.isNegative() ? Duration.ZERO : past),
                RequestRuns.end(run).message()));
  }
}
