package io.bellhop.config.runs;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.runs.RunNodes.Found;
import io.bellhop.config.write.Transactions;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
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
import java.util.function.UnaryOperator;

/** What users ask of runs, written for the agents to find. Thread safe. */
public final class ZooKeeperRuns implements Runs {
  private final Ensemble ensemble;
  private final TreePaths paths;
  private final int mostPerAccount;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * Runs on one ensemble.
   *
   * @param mostPerAccount that may wait or run at once
   */
  public ZooKeeperRuns(Ensemble ensemble, int mostPerAccount, InstantSource clock) {
    this.ensemble = ensemble;
    this.mostPerAccount = mostPerAccount;
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
  public Run create(AppSpec app, RunSpec spec, String idempotencyKey) throws StoreException {
    RunId id =
        idempotencyKey.isEmpty()
            ? RunId.next(clock.instant(), random)
            : RunId.ofKey(idempotencyKey);
    RunKey key = new RunKey(app.name(), id);
    Run asked = Run.queued(key, spec, idempotencyKey, clock.instant());
    RunNodes nodes = nodes();
    for (int i = 0; i < RunNodes.MAX_ATTEMPTS; i++) {
      Optional<Run> known = nodes.run(key).map(Found::run);
      if (known.isPresent()) {
        return same(known.get(), asked);
      }
      if (made(nodes, app, asked)) {
        return asked;
      }
    }
    throw RunRefusals.outpaced(app.name());
  }

  private boolean made(RunNodes nodes, AppSpec app, Run run) throws StoreException {
    if (nodes.zookeeper().read(nodes.paths().app(app.name())).isEmpty()) {
      throw RunRefusals.noApp(app.name());
    }
    RunMaking making = new RunMaking(nodes, new AccountNodes(nodes, mostPerAccount));
    return making.made(app, run, nodes.index(app.name()), UnaryOperator.identity());
  }

  /** A deployment that changed in between does not make it another command. */
  private static Run same(Run known, Run asked) throws StoreException {
    if (!known.spec().launch().command().equals(asked.spec().launch().command())) {
      throw RunRefusals.otherCommand(known.key());
    }
    return known;
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
