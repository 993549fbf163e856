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
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RouterAck;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads an app's rollouts and what they depend on, once, over one session.
 *
 * <pre>
 *   glance: rollouts, routers
 *   whole:  rollouts, routers, acknowledgements, traffic, deployments concerned
 *             └▶ what there is of them that the reading before had not found
 * </pre>
 *
 * <p>All that is known to be there is asked for at once, so that most readings take the time of one
 * request.
 */
final class SnapshotReader {
  private final AppName app;
  private final TreePaths paths;
  private final Nodes nodes;
  private final KnownNodes known;
  private final Consumer<Reading> taker;
  private final SortedSet<RouterId> routers = new TreeSet<>();
  private final SortedMap<RouterId, RouterAck> acks = new TreeMap<>();
  private final SortedMap<DeploymentName, DeploymentNode> deployments = new TreeMap<>();
  private final Set<String> asked = new HashSet<>();
  private List<String> acknowledging = List.of();
  private RolloutLog log = RolloutLog.NONE;
  private int logVersion;
  private Traffic traffic = Traffic.NONE;
  private int trafficVersion = -1;
  private int routersVersion = -1;
  private int outstanding;
  private Runnable next = () -> {};
  private @Nullable Reading early;

  SnapshotReader(
      AppName app, TreePaths paths, Nodes nodes, KnownNodes known, Consumer<Reading> taker) {
    this.app = app;
    this.paths = paths;
    this.nodes = nodes;
    this.known = known;
    this.taker = taker;
  }

  /** Enough to take part. */
  void glance() {
    next = () -> taker.accept(new Reading.Glance(log, routers));
    // Not among what is known: a reading to decide on must not take it for the whole.
    rollouts(node -> RolloutJson.readLogWithoutHistory(node.json()));
    members();
  }

  /** Enough to decide, and not older than the call: to be used where time alone decides. */
  void wholeInStep(LongSupplier nowMillis, long fenceMillis) {
    outstanding++;
    nodes.sync(paths.rollout(app), answer -> take(answer, done -> {}, () -> {}));
    whole(nowMillis, fenceMillis);
  }

  /** Enough to decide: as the session's server has it, never older than what was read before. */
  void whole(LongSupplier nowMillis, long fenceMillis) {
    next = () -> rest(nowMillis, fenceMillis);
    // Sent at once and answered in this order, on which much depends: see Snapshot.
    rollouts(node -> decode(paths.rollout(app), node, RolloutLog.class, RolloutJson::readLog));
    members();
    outstanding++;
    nodes.children(paths.acks(app), answer -> take(answer, list -> acknowledging = list, () -> {}));
    known.acknowledging().forEach(this::ack);
    read(
        paths.traffic(app),
        node -> {
          traffic = decode(paths.traffic(app), node, Traffic.class, AppJson.lenient()::readTraffic);
          trafficVersion = node.version();
        },
        () -> {});
    known.concerned().forEach(this::deployment);
  }

  private void rest(LongSupplier nowMillis, long fenceMillis) {
    next = () -> taker.accept(new Reading.Whole(snapshot(nowMillis, fenceMillis)));
    Set<DeploymentName> concerned = concerned();
    // One more than there is, until all are asked for: answers must not end the reading before.
    outstanding++;
    acknowledging.stream().filter(id -> !asked.contains(ackPath(id))).forEach(this::ack);
    concerned.stream()
        .filter(name -> !asked.contains(paths.deployment(app, name)))
        .forEach(this::deployment);
    known.found(acknowledging, concerned, asked);
    answered();
  }

  private void read(String path, Consumer<Versioned> present, Runnable missing) {
    outstanding++;
    asked.add(path);
    nodes.get(path, answer -> take(answer, present, missing));
  }

  private <T> T decode(String path, Versioned node, Class<T> type, Function<byte[], T> decoder) {
    return known.decode(path, node, type, decoder);
  }

  private void rollouts(Function<Versioned, RolloutLog> decoder) {
    read(
        paths.rollout(app),
        node -> {
          log = decoder.apply(node);
          logVersion = node.version();
        },
        () -> early = new Reading.Nothing());
  }

  private void members() {
    read(paths.routers(), node -> routersVersion = node.version(), () -> {});
    outstanding++;
    nodes.children(
        paths.routers(), answer -> take(answer, ids -> ids.forEach(this::member), () -> {}));
  }

  private void member(String id) {
    try {
      routers.add(new RouterId(id));
    } catch (InvalidValueException e) {
      return; // The list of routers names it as refused; it is no router.
    }
  }

  private String ackPath(String id) {
    return paths.acks(app) + "/" + id;
  }

  private void ack(String id) {
    read(ackPath(id), node -> ack(id, node), () -> {});
  }

  private void ack(String id, Versioned node) {
    try {
      acks.put(new RouterId(id), decode(ackPath(id), node, RouterAck.class, RolloutJson::readAck));
    } catch (InvalidValueException e) {
      return; // What cannot be understood acknowledges nothing.
    }
  }

  private void deployment(DeploymentName name) {
    read(paths.deployment(app, name), node -> deployment(name, node), () -> {});
  }

  private void deployment(DeploymentName name, Versioned node) {
    try {
      DeploymentSpec spec =
          decode(
              paths.deployment(app, name),
              node,
              DeploymentSpec.class,
              json -> AppJson.lenient().readDeployment(name, json));
      deployments.put(name, new DeploymentNode(spec, node));
    } catch (InvalidValueException e) {
      return; // As if it were not there: nothing is switched to it.
    }
  }

  private Snapshot snapshot(LongSupplier nowMillis, long fenceMillis) {
    return new Snapshot(
        app,
        log,
        logVersion,
        traffic,
        trafficVersion,
        routers,
        routersVersion,
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

  private <T> void take(Answer<T> answer, Consumer<T> present, Runnable missing) {
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
    answered();
  }

  private void answered() {
    outstanding--;
    if (outstanding == 0) {
      if (early == null) {
        next.run();
      } else {
        taker.accept(early);
      }
    }
  }
}
