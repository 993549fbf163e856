package io.bellhop.app.admin;

import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunEnd;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunOutcome;
import io.bellhop.model.run.RunSpec;
import io.bellhop.model.run.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs in memory; every app has one that ended, and whose agent is not known. */
final class FakeRuns implements Runs {
  static final RunId KNOWN = new RunId("known");
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  final List<Run> asked = new ArrayList<>();

  static Run ended(AppName app) {
    RunSpec spec =
        new RunSpec(
            Optional.empty(), LaunchSpec.ofCommand(List.of("work", "hard")), Duration.ofHours(1));
    return Run.queued(new RunKey(app, KNOWN), spec, "", NOON)
        .ended(
            new RunEnd(
                new RunOutcome.Exited(3),
                Optional.of(NOON),
                NOON.plusMillis(1_500),
                "it exited with code 3: see what it printed",
                List.of("no such order")));
  }

  @Override
  public Run create(AppSpec app, RunSpec spec, String idempotencyKey) throws StoreException {
    if (asked.size() >= app.runs().maxQueued()) {
      throw new StoreException(StoreException.Reason.FULL, "1 runs of app 'shop' wait already");
    }
    RunId id = new RunId("r" + asked.size());
    Run run = Run.queued(new RunKey(app.name(), id), spec, idempotencyKey, NOON);
    asked.add(run);
    return run;
  }

  @Override
  public List<Run> list(AppName app) {
    return List.of(ended(app));
  }

  @Override
  public Optional<Run> find(RunKey key) {
    return key.run().equals(KNOWN)
        ? Optional.of(ended(key.app()))
        : asked.stream().filter(run -> run.key().equals(key)).findFirst();
  }

  @Override
  public Run cancel(RunKey key) throws StoreException {
    return find(key)
        .orElseThrow(() -> new StoreException(StoreException.Reason.NOT_FOUND, "no such run"));
  }
}
