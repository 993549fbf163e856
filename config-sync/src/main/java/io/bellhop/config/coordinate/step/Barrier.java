package io.bellhop.config.coordinate.step;

import io.bellhop.model.RouterId;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RouterAck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether every router did what a phase waits for. A router whose node is gone did not: it is
 * waited for until its session had time to come back, and then counted as lost, never as done.
 *
 * @param missing what is missing, one sentence a router
 * @param waitingFor the routers that did not do it, and are here or may come back
 * @param lost the routers that are gone for good
 * @param nextFenceMillis when the next of those that are gone is lost
 */
record Barrier(
    List<String> missing,
    SortedSet<RouterId> waitingFor,
    SortedSet<RouterId> lost,
    long nextFenceMillis) {
  private static final int MOST_NAMED = 3;

  /** Over all members, also those that are gone. */
  static Barrier ofAll(Snapshot at, Rollout rollout, Need need) {
    return of(at, rollout, need, true);
  }

  /** Over those that are here: for what is to be so before a switch. */
  static Barrier ofThoseHere(Snapshot at, Rollout rollout, Need need) {
    return of(at, rollout, need, false);
  }

  private static Barrier of(Snapshot at, Rollout rollout, Need need, boolean alsoGone) {
    Barrier barrier =
        new Barrier(new ArrayList<>(), new TreeSet<>(), new TreeSet<>(), Long.MAX_VALUE);
    for (var member : rollout.members().entrySet()) {
      long gone = member.getValue();
      if (gone == 0) {
        barrier.judge(member.getKey(), ack(at, rollout, member.getKey()), need, rollout);
      } else if (alsoGone) {
        barrier = barrier.judgeGone(member.getKey(), gone, at);
      }
    }
    return barrier;
  }

  static Optional<RouterAck> ack(Snapshot at, Rollout rollout, RouterId router) {
    return Optional.ofNullable(at.acks().get(router))
        .filter(ack -> ack.rollout() == rollout.number());
  }

  private void judge(RouterId router, Optional<RouterAck> ack, Need need, Rollout rollout) {
    if (ack.isEmpty() || !need.isMet(rollout, ack.get())) {
      waitingFor.add(router);
      missing.add(
          ack.map(a -> need.describe(rollout, a) + " on router " + router)
              .orElse("router " + router + " said nothing"));
    }
  }

  private Barrier judgeGone(RouterId router, long gone, Snapshot at) {
    if (Members.isFenced(gone, at)) {
      lost.add(router);
      return this;
    }
    waitingFor.add(router);
    missing.add("router " + router + " is gone");
    long fenced = Math.min(nextFenceMillis, gone + at.fenceMillis());
    return new Barrier(missing, waitingFor, lost, fenced);
  }

  boolean isOpen() {
    return waitingFor.isEmpty();
  }

  /** What is missing, in one sentence. */
  String why() {
    String named = missing.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    int more = missing.size() - MOST_NAMED;
    return more > 0 ? named + " and " + more + " more" : named;
  }
}
