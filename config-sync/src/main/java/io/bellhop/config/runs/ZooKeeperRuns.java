package io.bellhop.config.runs;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.runs.RunNodes.Found;
import io.bellhop.config.runs.RunNodes.Index;
import io.bellhop.config.write.Transactions;
import io.bellhop.model.AppName;
import io.bellhop.model.RunsSpec;
import io.bellhop.model.StoreException;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunEnd;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunOutcome;
import io.bellhop.model.run.RunSpec;
import io.bellhop.model.run.RunState.Queued;
import io.bellhop.model.run.Runs;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What users ask of runs, written for the agents to find. Thread safe. */
public final class ZooKeeperRuns implements Runs {
  private final Ensemble ensemble;
  private final TreePaths paths;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /** Runs on one ensemble. */
  public ZooKeeperRuns(Ensemble ensemble, InstantSource clock) {
    this.ensemble = ensemble;
    this.paths = new TreePaths(ensemble.settings().root());
    this.clock = clock;
  }

  private RunNodes nodes() throws StoreException {
    return new RunNodes(transactions().inOneSession(), paths, ensemble.acl());
  }

  private Transactions transactions() {
    return new Transactions(
        ensemble, ensemble.settings().connect(), ensemble.settings().connectTimeout());
  }

  @Override
  public Run create(AppName app, RunSpec spec, RunsSpec limits, String idempotencyKey)
      throws StoreException {
    RunId id =
        idempotencyKey.isEmpty()
            ? RunId.next(clock.instant(), random)
            : RunId.ofKey(idempotencyKey);
    Run asked = Run.queued(new RunKey(app, id), spec, idempotencyKey, clock.instant());
    RunNodes nodes = nodes();
    for (int i = 0; i < RunNodes.MAX_ATTEMPTS; i++) {
      Optional<Run> known = nodes.run(asked.key()).map(Found::run);
      if (known.isPresent()) {
        return same(known.get(), asked);
      }
      if (created(nodes, asked, limits)) {
        return asked;
      }
    }
    throw RunRefusals.outpaced(app);
  }

  /** A deployment that changed in between does not make it another command. */
  private static Run same(Run known, Run asked) throws StoreException {
    if (!known.spec().launch().command().equals(asked.spec().launch().command())) {
      throw RunRefusals.otherCommand(known.key());
    }
    return known;
  }

  private static boolean created(RunNodes nodes, Run run, RunsSpec limits) throws StoreException {
    AppName app = run.key().app();
    if (nodes.zookeeper().read(nodes.paths().app(app)).isEmpty()) {
      throw RunRefusals.noApp(app);
    }
    Index index = nodes.index(app);
    if (index.content().waiting().size() >= limits.maxQueued()) {
      index = nodes.mended(app, index);
    }
    int waiting = index.content().waiting().size();
    if (waiting >= limits.maxQueued()) {
      throw RunRefusals.full(app, waiting);
    }
    return nodes.doneOrMade(
        List.of(
            nodes.appIsThere(app),
            nodes.put(app, index, index.content().plusQueued(run.key().run().value())),
            nodes.create(run)));
  }

  @Override
  public List<Run> list(AppName app) throws StoreException {
    RunNodes nodes = nodes();
    List<Run> all = new ArrayList<>();
    for (RunId id : nodes.ids(app)) {
      nodes.run(new RunKey(app, id)).map(Found::run).ifPresent(all::add);
    }
    all.sort(Comparator.comparing(Run::createdAt).thenComparing(Run::key).reversed());
    return List.copyOf(all);
  }

  @Override
  public Optional<Run> find(RunKey key) throws StoreException {
    return nodes().run(key).map(Found::run);
  }

  @Override
  public Run cancel(RunKey key) throws StoreException {
    RunNodes nodes = nodes();
    for (int i = 0; i < RunNodes.MAX_ATTEMPTS; i++) {
      Found found = nodes.run(key).orElseThrow(() -> RunRefusals.noRun(key));
      Run run = found.run();
      if (run.ended() || run.cancelAsked()) {
        return run;
      }
      if (run.state() instanceof Queued) {
        Run ended = nodes.end(key, now -> now.state() instanceof Queued, cancelled()).orElse(run);
        if (ended.ended()) {
          return ended;
        }
      } else if (nodes.done(List.of(nodes.put(found, run.withCancelAsked())))) {
        return run.withCancelAsked();
      }
    }
    throw RunRefusals.outpaced(key.app());
  }

  private RunEnd cancelled() {
    return new RunEnd(
        new RunOutcome.Cancelled(),
        Optional.empty(),
        clock.instant(),
        "it was cancelled while it waited: nothing of it ran",
        List.of());
  }
}
