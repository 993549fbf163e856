package io.bellhop.config.coordinate.step;

import io.bellhop.model.RouterId;
import io.bellhop.model.rollout.Rollout;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Keeps the list of routers that a rollout has to hear from. */
public final class Members {
  private Members() {}

  /** The list brought up to date: newcomers are added, and those that are gone marked since now. */
  static SortedMap<RouterId, Long> seen(Rollout rollout, Snapshot at) {
    SortedMap<RouterId, Long> members = new TreeMap<>();
    rollout
        .members()
        .forEach((router, gone) -> members.put(router, gone == 0 ? at.nowMillis() : gone));
    at.routers().forEach(router -> members.put(router, 0L));
    return members;
  }

  /** Those that count for a switch: who was fenced before it was no member when it was written. */
  static SortedMap<RouterId, Long> atSwitch(Rollout rollout, Snapshot at) {
    SortedMap<RouterId, Long> members = new TreeMap<>(rollout.members());
    members.values().removeIf(gone -> isFenced(gone, at));
    return members;
  }

  static boolean isFenced(long goneSinceMillis, Snapshot at) {
    return goneSinceMillis > 0 && at.nowMillis() >= goneSinceMillis + at.fenceMillis();
  }

  static SortedMap<RouterId, Long> here(SortedSet<RouterId> routers) {
    SortedMap<RouterId, Long> members = new TreeMap<>();
    routers.forEach(router -> members.put(router, 0L));
    return members;
  }

  /** The rollout with a router among its members. */
  public static Rollout with(Rollout rollout, RouterId router) {
    SortedMap<RouterId, Long> members = new TreeMap<>(rollout.members());
    members.put(router, 0L);
    return new Draft(rollout).members(members).done();
  }

  /** The rollout without a router, which left and routes nothing any more. */
  public static Rollout without(Rollout rollout, RouterId router) {
    SortedMap<RouterId, Long> members = new TreeMap<>(rollout.members());
    members.remove(router);
    return new Draft(rollout).members(members).done();
  }
}
