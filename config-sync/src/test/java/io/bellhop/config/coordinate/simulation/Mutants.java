package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.config.coordinate.step.Snapshot;
import io.bellhop.model.RouterId;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutLog;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Builds a mutation's fault in, around the code that is tested. */
final class Mutants {
  private Mutants() {}

  /** What is decided on. */
  static Snapshot seen(Mutation mutation, Snapshot at) {
    if (at.log().current().isEmpty()) {
      return at;
    }
    Rollout rollout = at.log().current().get();
    return switch (mutation) {
      case MEMBERS_LISTED_BEFORE_THE_SWITCH -> listedAtBegin(at, rollout);
      case EXPIRED_SESSIONS_COUNT_AS_ACKNOWLEDGED -> withoutThoseGone(at, rollout);
      default -> at;
    };
  }

  private static Snapshot listedAtBegin(Snapshot at, Rollout rollout) {
    SortedSet<RouterId> routers = new TreeSet<>(at.routers());
    routers.retainAll(rollout.members().keySet());
    return copy(at, at.log(), routers);
  }

  private static Snapshot withoutThoseGone(Snapshot at, Rollout rollout) {
    SortedMap<RouterId, Long> members = new TreeMap<>(rollout.members());
    members.keySet().retainAll(at.routers());
    Rollout forgetful =
        new Rollout(
            rollout.number(),
            rollout.target(),
            rollout.options(),
            rollout.wanted(),
            rollout.desiredBefore(),
            rollout.before(),
            rollout.retiring(),
            rollout.weights(),
            rollout.epoch(),
            rollout.direction(),
            rollout.phase(),
            rollout.step(),
            rollout.startedAtMillis(),
            rollout.phaseSinceMillis(),
            rollout.deadlineMillis(),
            rollout.switchedAtMillis(),
            members,
            rollout.requested(),
            rollout.timings(),
            rollout.drain(),
            rollout.reason());
    RolloutLog log =
        new RolloutLog(
            at.log().lastNumber(), Optional.of(forgetful), at.log().queued(), at.log().history());
    return copy(at, log, at.routers());
  }

  private static Snapshot copy(Snapshot at, RolloutLog log, SortedSet<RouterId> routers) {
    return new Snapshot(
        at.app(),
        log,
        at.logVersion(),
        at.traffic(),
        at.trafficVersion(),
        routers,
        at.routersVersion(),
        at.acks(),
        at.deployments(),
        at.nowMillis(),
        at.fenceMillis());
  }

  /** What is written. */
  static List<Write> sent(Mutation mutation, List<Write> writes) {
    return switch (mutation) {
      case TRAFFIC_NOT_CHECKED ->
          writes.stream().filter(write -> !(write instanceof Write.Check)).toList();
      case JOINING_MOVES_NO_VERSION ->
          writes.stream().filter(write -> !isOfRouters(write)).toList();
      case STEPS_WRITTEN_AT_ANY_VERSION -> writes.stream().map(Mutants::atAnyVersion).toList();
      default -> writes;
    };
  }

  private static boolean isOfRouters(Write write) {
    return write instanceof Write.Put put && put.path().equals(Simulation.PATHS.routers());
  }

  private static Write atAnyVersion(Write write) {
    if (write instanceof Write.Put put) {
      return new Write.Put(put.path(), put.json(), Write.ANY_VERSION);
    }
    return write instanceof Write.Check check
        ? new Write.Check(check.path(), Write.ANY_VERSION)
        : write;
  }
}
