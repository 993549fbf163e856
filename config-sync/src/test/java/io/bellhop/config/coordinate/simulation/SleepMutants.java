package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.config.coordinate.sleep.SleepSnapshot;
import io.bellhop.config.coordinate.sleep.SleepSnapshot.Held;
import io.bellhop.model.RouterId;
import io.bellhop.model.sleep.SleepAck;
import io.bellhop.model.sleep.SleepAttempt;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Builds a mutation's fault in, around the code that is tested. */
final class SleepMutants {
  private SleepMutants() {}

  /** What is decided on. */
  static SleepSnapshot seen(SleepMutation mutation, SleepSnapshot at) {
    Optional<SleepAttempt> attempt = at.attempt().value();
    if (attempt.isEmpty()) {
      return at;
    }
    return switch (mutation) {
      case MEMBERS_LISTED_BEFORE_THE_SWITCH -> {
        SortedSet<RouterId> routers = new TreeSet<>(at.routers());
        routers.retainAll(attempt.get().members().keySet());
        yield copy(at, at.attempt(), routers, at.acks());
      }
      case OLD_ACKNOWLEDGEMENTS_COUNT -> {
        SortedMap<RouterId, SleepAck> acks = new TreeMap<>(at.acks());
        acks.replaceAll((router, ack) -> new SleepAck(attempt.get().epoch(), ack.inFlight()));
        yield copy(at, at.attempt(), at.routers(), acks);
      }
      case NOBODY_IS_WAITED_FOR -> {
        SortedMap<RouterId, SleepAck> acks = new TreeMap<>();
        at.routers().forEach(router -> acks.put(router, new SleepAck(attempt.get().epoch(), 0)));
        yield copy(at, at.attempt(), at.routers(), acks);
      }
      default -> at;
    };
  }

  private static SleepSnapshot copy(
      SleepSnapshot at,
      Held<Optional<SleepAttempt>> attempt,
      SortedSet<RouterId> routers,
      SortedMap<RouterId, SleepAck> acks) {
    return new SleepSnapshot(
        at.app(),
        at.self(),
        at.sleep(),
        at.traffic(),
        at.kept(),
        attempt,
        at.ledger(),
        at.rolling(),
        at.demand(),
        routers,
        at.routersVersion(),
        acks,
        at.instances(),
        at.spare(),
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
