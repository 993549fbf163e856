package io.bellhop.config.runs;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.json.RunIndexJson;
import io.bellhop.config.json.RunJson;
import io.bellhop.config.write.Transactions;
import io.bellhop.config.write.Transactions.Outcome;
import io.bellhop.config.write.Transactions.Versioned;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import io.bellhop.model.StoreException.Reason;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunEnd;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.data.ACL;

/**
 * The nodes of runs, over one session. Whatever changes which runs wait or are taken is one
 * transaction with the app's index, at the version that was read: of two such changes at once one
 * is refused and looks again.
 */
record RunNodes(Transactions zookeeper, TreePaths paths, List<ACL> acl) {
  static final int MAX_ATTEMPTS = 10;
  private static final int ANY_VERSION = -1;
  private static final byte[] NOTHING = {};

  /** A run, and the version that a change is made against. */
  record Found(Run run, int version) {}

  /** What waits and runs; the version is empty where there is no such node yet. */
  record Index(RunIndexJson content, Optional<Integer> version) {}

  Optional<Found> run(RunKey key) throws StoreException {
    Optional<Versioned> node = zookeeper.read(paths.run(key));
    if (node.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Found(RunJson.read(key, node.get().json()), node.get().version()));
    } catch (InvalidValueException e) {
      throw new StoreException(
          Reason.CONFLICT,
          "run '%s' of app '%s' cannot be read: %s; remove its node"
              .formatted(key.run(), key.app(), e.getMessage()),
          e);
    }
  }

  Index index(AppName app) throws StoreException {
    Optional<Versioned> node = zookeeper.read(paths.runs(app));
    if (node.isEmpty()) {
      return new Index(RunIndexJson.NONE, Optional.empty());
    }
    Optional<Integer> version = Optional.of(node.get().version());
    try {
      return new Index(RunJson.readIndex(node.get().json()), version);
    } catch (InvalidValueException e) {
      // Whatever it listed ends all the same: only the limits are a little off until then.
      return new Index(RunIndexJson.NONE, version);
    }
  }

  /** The same without runs that a hand has removed, which would count against limits for ever. */
  Index mended(AppName app, Index index) throws StoreException {
    List<String> existing = zookeeper.children(paths.runs(app)).orElse(List.of());
    return new Index(index.content().retain(existing), index.version());
  }

  List<RunId> ids(AppName app) throws StoreException {
    return zookeeper.children(paths.runs(app)).orElse(List.of()).stream()
        .map(RunId::new)
        .sorted()
        .toList();
  }

  Op put(AppName app, Index index, RunIndexJson next) {
    byte[] json = RunJson.write(next);
    return index.version().isPresent()
        ? Op.setData(paths.runs(app), json, index.version().get())
        : Op.create(paths.runs(app), json, acl, CreateMode.PERSISTENT);
  }

  Op create(Run run) {
    return Op.create(paths.run(run.key()), RunJson.write(run), acl, CreateMode.PERSISTENT);
  }

  Op put(Found before, Run next) {
    return Op.setData(paths.run(next.key()), RunJson.write(next), before.version());
  }

  Op attend(RunKey key, AgentId agent) {
    byte[] json = agent.value().getBytes(StandardCharsets.UTF_8);
    return Op.create(paths.runClaim(key), json, acl, CreateMode.EPHEMERAL);
  }

  Op appIsThere(AppName app) {
    return Op.check(paths.app(app), ANY_VERSION);
  }

  boolean done(List<Op> ops) throws StoreException {
    return zookeeper.commit(ops) instanceof Outcome.Committed;
  }

  /** Makes the nodes above all runs, where that is what a transaction was refused for. */
  boolean doneOrMade(List<Op> ops) throws StoreException {
    Outcome outcome = zookeeper.commit(ops);
    if (outcome instanceof Outcome.Refused refused && refused.code() == Code.NONODE) {
      for (String above : List.of(paths.runs(), paths.accounts())) {
        Outcome unused =
            zookeeper.commit(List.of(Op.create(above, NOTHING, acl, CreateMode.PERSISTENT)));
      }
    }
    return outcome instanceof Outcome.Committed;
  }

  /**
   * Ends a run, if it is not over and as expected.
   *
   * @return the run as it stands then; empty where it is not known
   */
  Optional<Run> end(RunKey key, Predicate<Run> expected, RunEnd end) throws StoreException {
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      Index index = index(key.app());
      Optional<Found> found = run(key);
      if (found.isEmpty() || found.get().run().ended() || !expected.test(found.get().run())) {
        return found.map(Found::run);
      }
      Run next = found.get().run().ended(end);
      List<Op> ops = new ArrayList<>();
      ops.add(put(key.app(), index, index.content().ended(key.run().value())));
      ops.add(put(found.get(), next));
      ops.addAll(withoutClaim(key));
      if (done(ops)) {
        return Optional.of(next);
      }
    }
    throw RunRefusals.outpaced(key.app());
  }

  /** Forgets a run. */
  void remove(RunKey key) throws StoreException {
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      Index index = index(key.app());
      List<Op> ops = new ArrayList<>(withoutClaim(key));
      if (index.version().isPresent()) {
        ops.add(put(key.app(), index, index.content().ended(key.run().value())));
      }
      ops.add(Op.delete(paths.run(key), ANY_VERSION));
      if (done(ops) || zookeeper.read(paths.run(key)).isEmpty()) {
        return;
      }
    }
    throw RunRefusals.outpaced(key.app());
  }

  /** Forgets that an app had runs; refused, and no harm, where it has some. */
  void removeApp(AppName app) throws StoreException {
    Outcome unused = zookeeper.commit(List.of(Op.delete(paths.runs(app), ANY_VERSION)));
  }

  List<Op> withoutClaim(RunKey key) throws StoreException {
    Optional<Versioned> claim = zookeeper.read(paths.runClaim(key));
    return claim.isPresent()
        ? List.of(Op.delete(paths.runClaim(key), claim.get().version()))
        : List.of();
  }
}
