package io.bellhop.config.coordinate.drive;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.coordinate.nodes.Answer;
import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.coordinate.nodes.Versioned;
import io.bellhop.config.coordinate.step.Snapshot;
import io.bellhop.config.coordinate.step.Snapshot.DeploymentNode;
import io.bellhop.config.json.AppJson;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RouterAck;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads an app's rollouts and what they depend on, once, over one session.
 *
 * <pre>
 *   glance: rollouts, routers
 *   whole:  sync, rollouts, routers, list of acknowledgements, traffic
 *             └▶ each acknowledgement, each deployment concerned
 * </pre>
 */
final class SnapshotReader {
  private final AppName app;
  private final TreePaths paths;
  private final Nodes nodes;
  private final Consumer<Reading> taker;
  private final SortedSet<RouterId> routers = new TreeSet<>();
  private final SortedMap<RouterId, RouterAck> acks = new TreeMap<>();
  private final SortedMap<DeploymentName, DeploymentNode> deployments = new TreeMap<>();
  private List<String> acknowledging = List.of();
  private RolloutLog log = RolloutLog.NONE;
  private int logVersion;
  private Traffic traffic = Traffic.NONE;
  private int trafficVersion = -1;
  private int outstanding;
  private @Nullable Reading early;

  SnapshotReader(AppName app, TreePaths paths, Nodes nodes, Consumer<Reading> taker) {
    this.app = app;
    this.paths = paths;
    this.nodes = nodes;
    this.taker = taker;
  }

  void glance() {
    head(() -> taker.accept(new Reading.Glance(log, routers)));
  }

  void whole(LongSupplier nowMillis, long fenceMillis) {
    expect();
    nodes.sync(paths.rollout(app), answer -> take(answer, done -> {}, () -> {}));
    read(paths.acks(app), paths.traffic(app), nowMillis, fenceMillis);
  }

  private void read(String acksPath, String trafficPath, LongSupplier nowMillis, long fence) {
    // All are sent at once and answered in this order; the last answer finds all the others.
    Runnable next = () -> details(nowMillis, fence);
    rollouts(next);
    members(next);
    expect();
    nodes.children(acksPath, answer -> take(answer, list -> acknowledging = list, () -> {}, next));
    expect();
    nodes.get(trafficPath, answer -> take(answer, this::traffic, () -> {}, next));
  }

  private void head(Runnable next) {
    rollouts(next);
    members(next);
  }

  private void rollouts(Runnable next) {
    expect();
    nodes.get(
        paths.rollout(app),
        answer -> take(answer, this::log, () -> early = new Reading.Nothing(), next));
  }

  private void members(Runnable next) {
    expect();
    nodes.children(
        paths.routers(), answer -> take(answer, ids -> ids.forEach(this::member), () -> {}, next));
  }

  private void member(String id) {
    try {
      routers.add(new RouterId(id));
    } catch (InvalidValueException e) {
      return; // The list of routers names it as refused; it is no router.
    }
  }

  private void log(Versioned node) {
    log = RolloutJson.readLog(node.json());
    logVersion = node.version();
  }

  private void traffic(Versioned node) {
    traffic = AppJson.lenient().readTraffic(node.json());
    trafficVersion = node.version();
  }

  private void details(LongSupplier nowMillis, long fenceMillis) {
    Runnable last = () -> taker.accept(new Reading.Whole(snapshot(nowMillis, fenceMillis)));
    List<Runnable> reads = new ArrayList<>();
    for (String id : acknowledging) {
      reads.add(
          () ->
              nodes.get(
                  paths.acks(app) + "/" + id,
                  answer -> take(answer, node -> ack(id, node), () -> {}, last)));
    }
    for (DeploymentName name : concerned()) {
      reads.add(
          () ->
              nodes.get(
                  paths.deployment(app, name),
                  answer -> take(answer, node -> deployment(name, node), () -> {}, last)));
    }
    outstanding = reads.size();
    if (reads.isEmpty()) {
      last.run();
    }
    reads.forEach(Runnable::run);
  }

  private Snapshot snapshot(LongSupplier nowMillis, long fenceMillis) {
    return new Snapshot(
        app,
        log,
        logVersion,
        traffic,
        trafficVersion,
        routers,
        acks,
        deployments,
        nowMillis.getAsLong(),
        fenceMillis);
  }

  private Set<DeploymentName> concerned() {
    Set<DeploymentName> names = new TreeSet<>(traffic.weights().keySet());
    log.queued().forEach(queued -> names.add(queued.target()));
    log.current()
        .ifPresent(
            rollout -> {
              names.add(rollout.target());
              names.addAll(rollout.retiring());
            });
    return names;
  }

  private void ack(String id, Versioned node) {
    try {
      acks.put(new RouterId(id), RolloutJson.readAck(node.json()));
    } catch (InvalidValueException e) {
      return; // What cannot be understood acknowledges nothing.
    }
  }

  private void deployment(DeploymentName name, Versioned node) {
    try {
      var spec = AppJson.lenient().readDeployment(name, node.json());
      deployments.put(name, new DeploymentNode(spec, node));
    } catch (InvalidValueException e) {
      return; // As if it were not there: nothing is switched to it.
    }
  }

  private void expect() {
    outstanding++;
  }

  private <T> void take(Answer<T> answer, Consumer<T> present, Runnable missing) {
    take(answer, present, missing, () -> {});
  }

  private <T> void take(Answer<T> answer, Consumer<T> present, Runnable missing, Runnable next) {
    outstanding--;
    try {
      if (answer instanceof Answer.Present<T> there) {
        present.accept(there.value());
      } else if (answer instanceof Answer.Failed<T> failed) {
        early = new Reading.Failed(failed.reason());
      } else {
        missing.run();
      }
    } catch (InvalidValueException e) {
      early =
          new Reading.Failed("a node of app '%s' is not valid: %s".formatted(app, e.getMessage()));
    }
    if (outstanding == 0) {
      if (early == null) {
        next.run();
      } else {
        taker.accept(early);
      }
    }
  }
}
