package io.bellhop.config.write;

import io.bellhop.config.assemble.LiveTable;
import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.json.AppJson;
import io.bellhop.config.write.Transactions.Outcome;
import io.bellhop.config.write.Transactions.Versioned;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.AppStore;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;

/**
 * Writes to the tree. Every change is one transaction against what was read just before; where
 * another writer was quicker it is tried again, a few times. After a change is written, the call
 * waits, within its time limit, until this process's own table has it: who writes here then reads
 * what was written. Thread safe.
 */
public final class ZooKeeperAppStore implements AppStore {
  private static final int MAX_ATTEMPTS = 5;
  // A transaction has to fit into ZooKeeper's 1 MB, at about 100 bytes for each node.
  private static final int MAX_REMOVED_NODES = 5_000;

  private final Transactions zookeeper;
  private final TreePaths paths;
  private final TreeOperations operations;
  private final LiveTable table;
  private final Function<AppName, CompletableFuture<Void>> refresh;
  private final Duration timeout;

  /**
   * A store on one ensemble.
   *
   * @param table this process's own, against which routes are checked
   * @param refresh reads an app anew into that table
   */
  public ZooKeeperAppStore(
      Ensemble ensemble, LiveTable table, Function<AppName, CompletableFuture<Void>> refresh) {
    this.timeout = ensemble.settings().connectTimeout();
    this.zookeeper = new Transactions(ensemble, ensemble.settings().connect(), timeout);
    this.paths = new TreePaths(ensemble.settings().root());
    this.operations = new TreeOperations(paths, ensemble.acl());
    this.table = table;
    this.refresh = refresh;
  }

  /** One attempt at a change; true when it is made, false when it has to be tried again. */
  private interface Attempt {
    boolean succeeds() throws StoreException;
  }

  private void change(AppName app, Attempt attempt) throws StoreException {
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      if (attempt.succeeds()) {
        awaitInTable(app);
        return;
      }
    }
    throw Refusals.outpaced(app);
  }

  private void awaitInTable(AppName app) {
    try {
      refresh.apply(app).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return; // It is written: the table has it a little later.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean commits(List<Op> ops) throws StoreException {
    return zookeeper.commit(ops) instanceof Outcome.Committed;
  }

  @Override
  public void createApp(AppSpec spec) throws StoreException {
    checkRoutes(spec);
    change(
        spec.name(),
        () -> {
          Outcome outcome = zookeeper.commit(operations.createApp(spec));
          if (outcome instanceof Outcome.Refused refused) {
            if (refused.code() == Code.NODEEXISTS) {
              throw Refusals.appExists(spec.name());
            }
            makeParents();
            return false;
          }
          return true;
        });
    checkInUse(spec.name());
  }

  private void makeParents() throws StoreException {
    for (String parent : operations.parents()) {
      Outcome unused = zookeeper.commit(List.of(operations.create(parent)));
    }
  }

  @Override
  public void updateApp(AppSpec spec) throws StoreException {
    checkRoutes(spec);
    change(
        spec.name(),
        () -> {
          if (!commits(operations.updateApp(spec))) {
            throw Refusals.noApp(spec.name());
          }
          return true;
        });
    checkInUse(spec.name());
  }

  @Override
  public AppSpec editApp(AppName app, UnaryOperator<AppSpec> edit) throws StoreException {
    List<AppSpec> written = new ArrayList<>(1);
    change(
        app,
        () -> {
          Versioned now = zookeeper.read(paths.app(app)).orElseThrow(() -> Refusals.noApp(app));
          AppSpec next = edited(decoded(app, now), edit);
          checkRoutes(next);
          // Refused if anybody wrote since the read: then the edit is made anew, on what they
          // wrote.
          boolean made = commits(operations.updateApp(next, now.version()));
          if (made) {
            written.add(next);
          }
          return made;
        });
    checkInUse(app);
    return written.get(0);
  }

  private static AppSpec edited(AppSpec now, UnaryOperator<AppSpec> edit) {
    AppSpec next = edit.apply(now);
    if (!next.name().equals(now.name())) {
      throw new IllegalArgumentException(
          "an edit of app '%s' cannot rename it to '%s'".formatted(now.name(), next.name()));
    }
    return next;
  }

  /** The spec as written; where that is not valid, what is in use instead. */
  private AppSpec decoded(AppName app, Versioned node) throws StoreException {
    try {
      return AppJson.lenient().readSpec(app, node.json());
    } catch (InvalidValueException e) {
      return table
          .app(app)
          .map(App::spec)
          .orElseThrow(() -> Refusals.invalidApp(app, String.valueOf(e.getMessage())));
    }
  }

  private void checkRoutes(AppSpec spec) throws StoreException {
    var conflict = table.claims().conflict(spec);
    if (conflict.isPresent()) {
      throw Refusals.routeTaken(spec.name(), conflict.get());
    }
  }

  /** Two writers may have claimed one route at once: the one that lost is told so. */
  private void checkInUse(AppName app) throws StoreException {
    var rejected = table.rejections().find(paths.app(app));
    if (rejected.isPresent()) {
      throw Refusals.writtenButRefused(app, rejected.get().reason());
    }
  }

  @Override
  public void removeApp(AppName app) throws StoreException {
    change(
        app,
        () -> {
          List<String> nodes = new ArrayList<>(subtree(paths.app(app)));
          if (nodes.isEmpty()) {
            throw Refusals.noApp(app);
          }
          nodes.addAll(subtree(paths.activeRollout(app)));
          if (nodes.size() > MAX_REMOVED_NODES) {
            throw Refusals.tooLarge(app, nodes.size(), MAX_REMOVED_NODES);
          }
          // One transaction: no router sees an app that is half removed.
          return commits(operations.delete(nodes));
        });
  }

  /** A node and all below it, children first; empty where there is no such node. */
  private List<String> subtree(String path) throws StoreException {
    Optional<List<String>> children = zookeeper.children(path);
    if (children.isEmpty()) {
      return List.of();
    }
    List<String> nodes = new ArrayList<>();
    for (String child : children.get()) {
      nodes.addAll(subtree(path + "/" + child));
    }
    nodes.add(path);
    return nodes;
  }

  @Override
  public void putDeployment(AppName app, DeploymentSpec deployment) throws StoreException {
    change(
        app,
        () -> {
          if (zookeeper.read(paths.app(app)).isEmpty()) {
            throw Refusals.noApp(app);
          }
          Optional<Versioned> known = zookeeper.read(paths.deployment(app, deployment.name()));
          if (known.isEmpty()) {
            boolean first = zookeeper.children(paths.deployments(app)).isEmpty();
            return commits(operations.addDeployment(app, deployment, first));
          }
          boolean hasInstances =
              zookeeper.children(paths.instances(app, deployment.name())).isPresent();
          return commits(
              operations.replaceDeployment(
                  app,
                  keepingInstances(deployment, known.get()),
                  known.get().version(),
                  hasInstances));
        });
  }

  /**
   * How many instances run was perhaps set by a rollout: who says nothing of it changes nothing.
   */
  private static DeploymentSpec keepingInstances(DeploymentSpec next, Versioned known) {
    if (next.instances().isPresent()) {
      return next;
    }
    try {
      DeploymentSpec before = AppJson.lenient().readDeployment(next.name(), known.json());
      boolean alike = before.source().getClass().equals(next.source().getClass());
      return alike && before.instances().isPresent()
          ? next.withInstances(before.instances().getAsInt())
          : next;
    } catch (InvalidValueException e) {
      return next; // There is nothing to be kept.
    }
  }

  @Override
  public void removeDeployment(AppName app, DeploymentName deployment) throws StoreException {
    change(
        app,
        () -> {
          List<String> nodes = subtree(paths.deployment(app, deployment));
          if (nodes.isEmpty()) {
            throw Refusals.noDeployment(app, deployment);
          }
          Optional<Versioned> traffic = zookeeper.read(paths.traffic(app));
          int weight = decoded(app, traffic).weights().getOrDefault(deployment, 0);
          if (weight > 0) {
            throw Refusals.takesTraffic(app, deployment, weight);
          }
          return commits(
              traffic.isEmpty()
                  ? operations.delete(nodes)
                  : operations.deleteIf(paths.traffic(app), traffic.get().version(), nodes));
        });
  }

  @Override
  public Traffic switchTraffic(
      AppName app, Map<DeploymentName, Integer> weights, OptionalLong expectedEpoch)
      throws StoreException {
    checkWeights(app, weights);
    List<Traffic> written = new ArrayList<>(1);
    change(
        app,
        () -> {
          Optional<Versioned> now = zookeeper.read(paths.traffic(app));
          Traffic next = next(app, decoded(app, now), weights, expectedEpoch);
          checkDeployments(app, weights);
          boolean made =
              commits(
                  now.isEmpty()
                      ? operations.createTraffic(app, next, weights.keySet())
                      : operations.switchTraffic(app, next, now.get().version(), weights.keySet()));
          if (made) {
            written.add(next);
          }
          return made;
        });
    return written.get(0);
  }

  @Override
  public Traffic changeMode(AppName app, TrafficMode mode) throws StoreException {
    List<Traffic> written = new ArrayList<>(1);
    change(
        app,
        () -> {
          Versioned now = zookeeper.read(paths.traffic(app)).orElseThrow(() -> Refusals.noApp(app));
          Traffic next = decoded(app, Optional.of(now)).inMode(mode);
          boolean made = commits(operations.switchTraffic(app, next, now.version(), Set.of()));
          if (made) {
            written.add(next);
          }
          return made;
        });
    return written.get(0);
  }

  private static void checkWeights(AppName app, Map<DeploymentName, Integer> weights) {
    if (weights.values().stream().noneMatch(weight -> weight > 0)) {
      throw new InvalidValueException(
          "weights %s leave app '%s' without traffic: give at least one deployment more than 0"
              .formatted(weights, app));
    }
  }

  private static Traffic next(
      AppName app, Traffic now, Map<DeploymentName, Integer> weights, OptionalLong expectedEpoch)
      throws StoreException {
    if (expectedEpoch.isPresent() && expectedEpoch.getAsLong() != now.epoch()) {
      throw Refusals.epochMoved(app, expectedEpoch.getAsLong(), now.epoch());
    }
    return now.switchedTo(weights);
  }

  /** The traffic as written; where that is not valid, what is in use instead. */
  private Traffic decoded(AppName app, Optional<Versioned> node) {
    Traffic inUse = table.app(app).map(App::traffic).orElse(Traffic.NONE);
    if (node.isEmpty()) {
      return inUse;
    }
    try {
      return AppJson.lenient().readTraffic(node.get().json());
    } catch (InvalidValueException e) {
      return inUse;
    }
  }

  private void checkDeployments(AppName app, Map<DeploymentName, Integer> weights)
      throws StoreException {
    if (zookeeper.read(paths.app(app)).isEmpty()) {
      throw Refusals.noApp(app);
    }
    for (DeploymentName deployment : weights.keySet()) {
      Optional<Versioned> node = zookeeper.read(paths.deployment(app, deployment));
      if (node.isEmpty()) {
        throw Refusals.noDeployment(app, deployment);
      }
      try {
        AppJson.lenient().readDeployment(deployment, node.get().json());
      } catch (InvalidValueException e) {
        throw Refusals.invalidDeployment(app, deployment, String.valueOf(e.getMessage()));
      }
    }
  }
}
