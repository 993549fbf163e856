package io.bellhop.config.write;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.coordinate.step.Requests;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.config.write.Transactions.Outcome;
import io.bellhop.config.write.Transactions.Versioned;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import io.bellhop.model.StoreException.Reason;
import io.bellhop.model.rollout.RolloutCommand;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutProgress;
import io.bellhop.model.rollout.RolloutRequest;
import io.bellhop.model.rollout.Rollouts;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.zookeeper.Op;

/**
 * Writes what users ask of rollouts; the app's owner finds it there. Each is one transaction
 * against what was read just before, tried again a few times where somebody was quicker.
 */
public final class ZooKeeperRollouts implements Rollouts {
  private static final int MAX_ATTEMPTS = 10;
  private static final int ANY_VERSION = -1;

  private final Transactions zookeeper;
  private final TreePaths paths;
  private final TreeOperations operations;
  private final InstantSource clock;
  private final BiFunction<AppName, Consumer<RolloutProgress>, Runnable> following;

  /**
   * Rollouts on one ensemble.
   *
   * @param following follows an app's rollouts
   */
  public ZooKeeperRollouts(
      Ensemble ensemble,
      InstantSource clock,
      BiFunction<AppName, Consumer<RolloutProgress>, Runnable> following) {
    this.zookeeper =
        new Transactions(
            ensemble, ensemble.settings().connect(), ensemble.settings().connectTimeout());
    this.paths = new TreePaths(ensemble.settings().root());
    this.operations = new TreeOperations(paths, ensemble.acl());
    this.clock = clock;
    this.following = following;
  }

  /** Makes the next log of the one there is. */
  private interface Change {
    RolloutLog next(RolloutLog now) throws StoreException;
  }

  @Override
  public long start(RolloutRequest request) throws StoreException {
    if (zookeeper.read(paths.deployment(request.app(), request.target())).isEmpty()) {
      throw zookeeper.read(paths.app(request.app())).isEmpty()
          ? Refusals.noApp(request.app())
          : Refusals.noDeployment(request.app(), request.target());
    }
    return change(request.app(), log -> Requests.start(log, request, clock.millis())).lastNumber();
  }

  @Override
  public void command(AppName app, RolloutCommand command) throws StoreException {
    RolloutLog unused = change(app, log -> Requests.command(log, app, command));
  }

  private RolloutLog change(AppName app, Change change) throws StoreException {
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      Optional<Versioned> node = zookeeper.read(paths.rollout(app));
      RolloutLog next = change.next(decoded(app, node));
      if (zookeeper.commit(writes(app, node, next)) instanceof Outcome.Committed) {
        return next;
      }
    }
    throw Refusals.outpaced(app);
  }

  private List<Op> writes(AppName app, Optional<Versioned> node, RolloutLog next)
      throws StoreException {
    List<Op> ops = new ArrayList<>();
    byte[] json = RolloutJson.write(next);
    // An app made by hand, or by a version before rollouts, has no such node yet.
    ops.add(
        node.isPresent()
            ? Op.setData(paths.rollout(app), json, node.get().version())
            : operations.create(paths.rollout(app), json));
    if (zookeeper.children(paths.acks(app)).isEmpty()) {
      // Before the routers acknowledge, lest each of them tries to make it.
      ops.add(operations.create(paths.acks(app)));
    }
    if (zookeeper.children(paths.activeRollouts()).isEmpty()) {
      ops.add(operations.create(paths.activeRollouts()));
    }
    if (zookeeper.read(paths.activeRollout(app)).isEmpty()) {
      ops.add(operations.create(paths.activeRollout(app)));
    } else {
      // It goes with the rollout under way: then this one has to put it back.
      ops.add(Op.check(paths.activeRollout(app), ANY_VERSION));
    }
    return ops;
  }

  @Override
  public RolloutLog log(AppName app) throws StoreException {
    Optional<Versioned> node = zookeeper.read(paths.rollout(app));
    if (node.isEmpty() && zookeeper.read(paths.app(app)).isEmpty()) {
      throw Refusals.noApp(app);
    }
    return decoded(app, node);
  }

  private static RolloutLog decoded(AppName app, Optional<Versioned> node) throws StoreException {
    try {
      return node.isEmpty() ? RolloutLog.NONE : RolloutJson.readLog(node.get().json());
    } catch (InvalidValueException e) {
      throw new StoreException(
          Reason.CONFLICT,
          "the rollouts of app '%s' cannot be read: %s; remove the node '%s' below the app"
              .formatted(app, e.getMessage(), TreePaths.ROLLOUT));
    }
  }

  @Override
  public Runnable subscribe(AppName app, Consumer<RolloutProgress> listener) {
    return following.apply(app, listener);
  }
}
