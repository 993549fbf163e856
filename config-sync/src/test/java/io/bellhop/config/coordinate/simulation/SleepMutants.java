package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.config.coordinate.sleep.SleepSnapshot;
import io.bellhop.model.RouterId;
import io.bellhop.model.sleep.SleepAck;
import io.bellhop.model.sleep.SleepAttempt;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Builds a mutation's fault in, around the code that is tested. */
final class SleepMutants {
  private SleepMutants() {}

  /** What is decided on. */
  static SleepSnapshot seen(SleepMutation mutation, SleepSnapshot at) {
    return switch (mutation) {
      case SPARE_NOT_ASKED -> copy(at, at.demand(), at.routers(), at.acks(), true);
      case REST_OUTLASTS_DEMAND ->
          at.traffic().value().isResting()
              ? copy(at, new TreeSet<>(), at.routers(), at.acks(), at.spare())
              : at;
      default -> at.attempt().value().map(attempt -> seenOf(attempt, mutation, at)).orElse(at);
    };
  }

  private static SleepSnapshot seenOf(
      SleepAttempt attempt, SleepMutation mutation, SleepSnapshot at) {
    return switch (mutation) {
      case MEMBERS_LISTED_BEFORE_THE_SWITCH -> {
        SortedSet<RouterId> routers = new TreeSet<>(at.routers());
        routers.retainAll(attempt.members().keySet());
        yield copy(at, at.demand(), routers, at.acks(), at.spare());
      }
      case NOBODY_IS_WAITED_FOR -> {
        SortedMap<RouterId, SleepAck> acks = new TreeMap<>();
        at.routers().forEach(router -> acks.put(router, new SleepAck(attempt.epoch(), 0)));
        yield copy(at, at.demand(), at.routers(), acks, at.spare());
      }
      default -> at;
    };
  }

  private static SleepSnapshot copy(
      SleepSnapshot at,
      SortedSet<RouterId> demand,
      SortedSet<RouterId> routers,
      SortedMap<RouterId, SleepAck> acks,
      boolean spare) {
    return new SleepSnapshot(
        at.app(),
        at.self(),
        at.sleep(),
        at.traffic(),
        at.kept(),
        at.attempt(),
        at.ledger(),
        at.rolling(),
        demand,
        routers,
        at.routersVersion(),
        acks,
        at.instances(),
        spare,
        at.quietSinceMillis(),
        at.nowMillis(),
        at.times());
  }

  /** What is written. */
  static List<Write> sent(SleepMutation mutation, List<Write> writes) {
    return switch (mutation) {
      case ROUTERS_NOT_CHECKED -> without(writes, SleepSimulation.PATHS.routers());
      case LEASES_NOT_CHECKED -> without(writes, SleepSimulation.PATHS.awake(SleepSimulation.APP));
      case STEPS_WRITTEN_AT_ANY_VERSION -> writes.stream().map(SleepMutants::anyVersion).toList();
      default -> writes;
    };
  }

  private static List<Write> without(List<Write> writes, String path) {
    return writes.stream()
        .filter(write -> !(write instanceof Write.Check check && check.path().equals(path)))
        .toList();
  }

  private static Write anyVersion(Write write) {
    if (write instanceof Write.Put put) {
      return new Write.Put(put.path(), put.json(), Write.ANY_VERSION);
    }
    return write instanceof Write.Check check
        ? new Write.Check(check.path(), Write.ANY_VERSION)
        : write;
  }
}
