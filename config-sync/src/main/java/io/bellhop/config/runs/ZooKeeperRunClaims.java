package io.bellhop.config.runs;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.json.AppJson;
import io.bellhop.config.runs.RunNodes.Found;
import io.bellhop.config.runs.RunNodes.Index;
import io.bellhop.config.write.Transactions;
import io.bellhop.config.write.Transactions.Versioned;
import io.bellhop.model.AppName;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.RunsSpec;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunBoard;
import io.bellhop.model.run.RunClaimOutcome;
import io.bellhop.model.run.RunClaims;
import io.bellhop.model.run.RunEnd;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunState.Queued;
import io.bellhop.model.run.RunState.Starting;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.Op;

/**
 * What agents see of runs and do with them. A run is claimed by one transaction: it still waits,
 * the app has no more runs than it may, the run is the agent's, and the agent's ephemeral node is
 * there. Only the first of these two outlives the agent. Thread safe.
 */
public final class ZooKeeperRunClaims implements RunClaims {
  private final RunsFollower follower;
  private final Ensemble ensemble;
  private final TreePaths paths;
  private final InstantSource clock;

  /**
   * Claims on one ensemble.
   *
   * @param follower of the same ensemble, closed by whoever made it
   */
  public ZooKeeperRunClaims(Ensemble ensemble, RunsFollower follower, InstantSource clock) {
    this.follower = follower;
    this.ensemble = ensemble;
    this.paths = new TreePaths(ensemble.settings().root());
    this.clock = clock;
  }

  private RunNodes nodes() throws StoreException {
    Transactions zookeeper =
        new Transactions(
            ensemble, ensemble.settings().connect(), ensemble.settings().connectTimeout());
    return new RunNodes(zookeeper.inOneSession(), paths, ensemble.acl());
  }

  @Override
  public RunBoard board() {
    return follower.view();
  }

  @Override
  public void onChange(Runnable listener) {
    follower.onChange(listener);
  }

  @Override
  public RunClaimOutcome claim(RunKey key, AgentId agent) throws StoreException {
    RunNodes nodes = nodes();
    for (int i = 0; i < RunNodes.MAX_ATTEMPTS; i++) {
      Index index = nodes.index(key.app());
      Optional<Found> found = nodes.run(key);
      Optional<RunsSpec> limits = limits(nodes, key.app());
      if (found.isEmpty() || limits.isEmpty() || !(found.get().run().state() instanceof Queued)) {
        return new RunClaimOutcome.Gone();
      }
      int most = limits.get().maxConcurrent();
      if (index.content().taken().size() >= most) {
        index = nodes.mended(key.app(), index);
      }
      if (index.content().taken().size() >= most) {
        return new RunClaimOutcome.LimitReached();
      }
      Run next = found.get().run().claimed(agent, clock.instant());
      if (nodes.done(claim(nodes, index, found.get(), next, agent))) {
        return new RunClaimOutcome.Granted(next);
      }
    }
    throw RunRefusals.outpaced(key.app());
  }

  private static List<Op> claim(
      RunNodes nodes, Index index, Found before, Run next, AgentId agent) {
    RunKey key = next.key();
    return List.of(
        nodes.put(key.app(), index, index.content().claimed(key.run().value())),
        nodes.put(before, next),
        nodes.attend(key, agent));
  }

  private static Optional<RunsSpec> limits(RunNodes nodes, AppName app) throws StoreException {
    Optional<Versioned> node = nodes.zookeeper().read(nodes.paths().app(app));
    try {
      return node.map(spec -> AppJson.lenient().readSpec(app, spec.json()).runs());
    } catch (InvalidValueException e) {
      return Optional.of(RunsSpec.DEFAULT); // Routers keep the last good spec, which had others.
    }
  }

  @Override
  public void attend(RunKey key, AgentId agent) throws StoreException {
    RunNodes nodes = nodes();
    for (int i = 0; i < RunNodes.MAX_ATTEMPTS; i++) {
      Optional<Found> found = nodes.run(key).filter(each -> isOf(each.run(), agent));
      if (found.isEmpty()) {
        return;
      }
      // What an earlier session of the same agent left goes in the same transaction.
      List<Op> ops = new ArrayList<>(nodes.withoutClaim(key));
      ops.add(nodes.attend(key, agent));
      if (nodes.done(ops)) {
        return;
      }
    }
    throw RunRefusals.outpaced(key.app());
  }

  @Override
  public void started(RunKey key, AgentId agent, Instant at, Optional<BackendAddress> address)
      throws StoreException {
    RunNodes nodes = nodes();
    for (int i = 0; i < RunNodes.MAX_ATTEMPTS; i++) {
      Optional<Found> found =
          nodes
              .run(key)
              .filter(each -> isOf(each.run(), agent) && each.run().state() instanceof Starting);
      if (found.isEmpty()
          || nodes.done(List.of(nodes.put(found.get(), found.get().run().started(at, address))))) {
        return;
      }
    }
    throw RunRefusals.outpaced(key.app());
  }

  @Override
  public void ended(RunKey key, AgentId agent, RunEnd end) throws StoreException {
    Optional<Run> unused = nodes().end(key, run -> isOf(run, agent), end);
  }

  private static boolean isOf(Run run, AgentId agent) {
    return run.holder().filter(agent::equals).isPresent();
  }
}
