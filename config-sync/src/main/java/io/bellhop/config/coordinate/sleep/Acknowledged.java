package io.bellhop.config.coordinate.sleep;

import io.bellhop.model.RouterId;
import io.bellhop.model.sleep.Keeper;
import io.bellhop.model.sleep.Keeper.Kind;
import io.bellhop.model.sleep.SleepAck;
import io.bellhop.model.sleep.SleepAttempt;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether every router says that it applies the epoch and has nothing under way. A router whose
 * node is gone did not say so: it is waited for until its session had time to come back, and is
 * then lost, with all that it had under way.
 *
 * @param missing the first that is missing; empty where all said so
 * @param untilMillis when waiting for it ends
 */
record Acknowledged(Optional<Keeper> missing, long untilMillis) {
  static Acknowledged of(SleepSnapshot at, SleepAttempt attempt) {
    long settled = attempt.sinceMillis() + at.times().settleMillis();
    for (var member : attempt.members().entrySet()) {
      RouterId router = member.getKey();
      long gone = member.getValue();
      if (gone != 0) {
        long fenced = gone + at.times().fenceMillis();
        if (at.nowMillis() < fenced) {
          return missing(Kind.UNANSWERED, "router %s is gone".formatted(router), fenced);
        }
      } else {
        Optional<Keeper> said = judge(router, at.acks().get(router), attempt.epoch());
        if (said.isPresent()) {
          return new Acknowledged(said, settled);
        }
      }
    }
    return new Acknowledged(Optional.empty(), 0);
  }

  private static Acknowledged missing(Kind kind, String message, long until) {
    return new Acknowledged(Optional.of(Keeper.of(kind, message)), until);
  }

  private static Optional<Keeper> judge(RouterId router, @Nullable SleepAck ack, long epoch) {
    if (ack == null || ack.epoch() < epoch) {
      return Optional.of(
          Keeper.of(
              Kind.UNANSWERED,
              "router %s did not say in time that nothing is under way".formatted(router)));
    }
    return ack.inFlight() == 0
        ? Optional.empty()
        : Optional.of(
            Keeper.of(
                Kind.IN_FLIGHT,
                "%d requests or tunnels are under way on router %s"
                    .formatted(ack.inFlight(), router)));
  }

  /** The members brought up to date: newcomers are added, those that are gone marked since now. */
  static SortedMap<RouterId, Long> seen(SortedMap<RouterId, Long> before, SleepSnapshot at) {
    SortedMap<RouterId, Long> members = new TreeMap<>();
    before.forEach((router, gone) -> members.put(router, gone == 0 ? at.nowMillis() : gone));
    at.routers().forEach(router -> members.put(router, 0L));
    return members;
  }
}
