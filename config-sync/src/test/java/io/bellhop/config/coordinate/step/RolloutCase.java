package io.bellhop.config.coordinate.step;

import io.bellhop.config.coordinate.nodes.Versioned;
import io.bellhop.config.coordinate.step.Snapshot.DeploymentNode;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.plane.DeploymentReport;
import io.bellhop.model.rollout.AutoRollback;
import io.bellhop.model.rollout.CanaryStep;
import io.bellhop.model.rollout.DrainReport;
import io.bellhop.model.rollout.QueuedRollout;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutCommand;
import io.bellhop.model.rollout.RolloutDirection;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutOptions;
import io.bellhop.model.rollout.RolloutPhase;
import io.bellhop.model.rollout.RolloutSummary;
import io.bellhop.model.rollout.RouterAck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A rollout from v1 to v2 in one phase, seen by the owner among the routers r1 and r2, and what
 * happened, in words.
 */
final class RolloutCase {
  static final long SINCE = 1_000;
  static final long DEADLINE = 60_000;
  static final long FENCE = 5_000;
  private static final long NOW = 20_000;
  private static final AppName APP = new AppName("shop");
  private static final DeploymentName V1 = new DeploymentName("v1");
  private static final DeploymentName V2 = new DeploymentName("v2");
  private static final DeploymentName V3 = new DeploymentName("v3");
  private static final int WANTED = 2;

  private final RolloutPhase phase;
  private final SortedMap<RouterId, Long> members = new TreeMap<>();
  private final SortedSet<RouterId> here = new TreeSet<>();
  private final SortedMap<RouterId, RouterAck> acks = new TreeMap<>();
  private final List<QueuedRollout> queued = new ArrayList<>();
  private RolloutOptions options = RolloutOptions.DEFAULT.withKeepPrevious(Duration.ZERO);
  private RolloutDirection direction = RolloutDirection.FORWARD;
  private Optional<RolloutCommand> requested = Optional.empty();
  private SortedMap<DeploymentName, Integer> weights;
  private Traffic traffic;
  private long now = NOW;

  RolloutCase(RolloutPhase phase) {
    this.phase = phase;
    if (phase == RolloutPhase.CANARY) {
      options = options.withCanary(List.of(new CanaryStep(10, Optional.of(Duration.ofMinutes(1)))));
    }
    if (phase == RolloutPhase.KEEP) {
      options = options.withKeepPrevious(Duration.ofMinutes(1));
    }
    weights = new TreeMap<>(phase.isBeforeSwitch() ? Map.of(V1, 100) : Map.of(V2, 100));
    if (phase == RolloutPhase.CANARY) {
      weights = new TreeMap<>(Map.of(V1, 9_000, V2, 1_000));
    }
    traffic = traffic(weights);
    for (RouterId router : List.of(new RouterId("r1"), new RouterId("r2"))) {
      members.put(router, 0L);
      here.add(router);
    }
  }

  private Traffic traffic(Map<DeploymentName, Integer> now) {
    return Traffic.of(epoch(), TrafficMode.SERVING, now, Map.of());
  }

  private long epoch() {
    return phase.isBeforeSwitch() ? 1 : 2;
  }

  /** Takes note of what happened, several things with commas between them. */
  RolloutCase with(String happened) {
    for (String each : happened.split(", ")) {
      happen(each);
    }
    return this;
  }

  private void happen(String what) {
    switch (what) {
      case "nothing" -> {}
      case "r1 did", "r2 did" -> did(what.substring(0, 2));
      case "all did" -> List.of("r1", "r2").forEach(this::did);
      case "all idle" -> List.of("r1", "r2").forEach(router -> ack(router, 2, 2, true, 0, -1, ""));
      case "all healthy" ->
          List.of("r1", "r2").forEach(router -> ack(router, 2, 2, false, 0, -1, ""));
      case "r1 fails" -> {
        options = options.withAutoRollback(new AutoRollback(Duration.ofHours(1), 5, 10));
        ack("r1", 2, 2, true, 1, -1, "half of all fails");
      }
      case "r2 gone" -> gone(NOW - FENCE + 1);
      case "r2 lost" -> gone(NOW - FENCE);
      case "r3 joins" -> here.add(new RouterId("r3"));
      case "late" -> now = DEADLINE;
      case "moved" -> traffic = traffic.switchedTo(Map.of(V3, 100));
      case "v2 serves already" -> servesAlready();
      case "paused" -> traffic = traffic.inMode(TrafficMode.PAUSED);
      case "back" -> back();
      case "abort", "rollback", "promote" ->
          requested = Optional.of(RolloutCommand.fromWireName(what));
      case "next waits" -> queued.add(next(RolloutOptions.DEFAULT));
      case "next supersedes" -> queued.add(next(RolloutOptions.DEFAULT.superseding()));
      default -> throw new IllegalArgumentException(what);
    }
  }

  private void servesAlready() {
    weights = new TreeMap<>(Map.of(V2, 100));
    traffic = traffic(weights);
  }

  private void did(String router) {
    switch (phase) {
      case LAUNCH -> ack(router, WANTED, 0, false, 0, -1, "");
      case VERIFY -> ack(router, WANTED, WANTED, false, 0, -1, "");
      case WARM -> ack(router, WANTED, WANTED, true, 3, -1, "");
      case ACKNOWLEDGE, CANARY -> ack(router, WANTED, WANTED, true, 3, -1, "");
      case DRAIN, KEEP -> ack(router, WANTED, WANTED, true, 0, -1, "");
      case CUT -> ack(router, WANTED, WANTED, true, 0, 2, "");
    }
  }

  private void ack(
      String router,
      int instances,
      int healthy,
      boolean warmed,
      int inFlight,
      int cut,
      String failing) {
    SortedMap<DeploymentName, DeploymentReport> reports = new TreeMap<>();
    boolean back = direction == RolloutDirection.BACK;
    reports.put(V1, report(2, 2, back ? 0 : inFlight));
    reports.put(V2, report(instances, healthy, back ? inFlight : 0));
    acks.put(
        new RouterId(router),
        new RouterAck(1, traffic.epoch(), warmed, reports, cut, List.of(), failing));
  }

  private static DeploymentReport report(int instances, int healthy, int inFlight) {
    return new DeploymentReport(instances, healthy, inFlight, 0, 0, 0, 0, 0, 0);
  }

  private void gone(long since) {
    members.put(new RouterId("r2"), since);
    here.remove(new RouterId("r2"));
  }

  private void back() {
    direction = RolloutDirection.BACK;
    weights = new TreeMap<>(Map.of(V1, 100));
    traffic = traffic(weights);
  }

  private static QueuedRollout next(RolloutOptions options) {
    return new QueuedRollout(2, V3, options, NOW);
  }

  private Rollout rollout() {
    return new Rollout(
        1,
        V2,
        options,
        WANTED,
        OptionalInt.of(0),
        new TreeMap<>(Map.of(V1, 100)),
        new TreeSet<>(List.of(V1)),
        weights,
        epoch(),
        direction,
        phase,
        phase.isBeforeSwitch() ? 0 : 1,
        SINCE,
        SINCE,
        DEADLINE,
        phase.isBeforeSwitch() ? 0 : SINCE,
        members,
        requested,
        List.of(),
        Optional.empty(),
        "");
  }

  private Snapshot snapshot() {
    SortedMap<DeploymentName, DeploymentNode> deployments = new TreeMap<>();
    for (DeploymentName name : List.of(V1, V2, V3)) {
      DeploymentSpec spec =
          new DeploymentSpec(name, new InstanceSource.Registered(), OptionalInt.of(WANTED));
      deployments.put(name, new DeploymentNode(spec, new Versioned(new byte[0], 0, 0, 0)));
    }
    return new Snapshot(
        APP,
        new RolloutLog(2, Optional.of(rollout()), queued, List.of()),
        7,
        traffic,
        7,
        here,
        7,
        acks,
        deployments,
        now,
        FENCE);
  }

  /** The step that follows, in words. */
  String step() {
    Step step = RolloutSteps.next(snapshot());
    if (step instanceof Step.Wait wait) {
      return wait.untilMillis() == DEADLINE ? "waits" : "waits until " + wait.untilMillis();
    }
    Step.Change change = (Step.Change) step;
    String to =
        change.ended().map(RolloutCase::ended).orElse("")
            + change.log().current().map(this::current).orElse("");
    return to
        + change.traffic().map(next -> ", switch to " + next.weights()).orElse("")
        + (change.desired().isEmpty() ? "" : ", instances " + change.desired());
  }

  private String current(Rollout next) {
    if (next.number() != 1) {
      return ", then %d: %s".formatted(next.number(), next.phase());
    }
    if (next.direction() != direction) {
      return next.phase() + " back";
    }
    return next.phase() == phase ? "notes" : next.phase().toString();
  }

  private static String ended(RolloutSummary summary) {
    return "ends " + summary.outcome() + summary.drain().map(RolloutCase::drained).orElse("");
  }

  private static String drained(DrainReport report) {
    return " " + report.outcome();
  }
}
