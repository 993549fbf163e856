package io.bellhop.agent;

import io.bellhop.agent.logs.LogStore;
import io.bellhop.agent.runtime.InstanceRuntime;
import io.bellhop.agent.runtime.LogFollowing;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The running copies of what instances print, one for each. Thread safe. */
final class Outputs {
  private static final Duration LONGEST_REST = Duration.ofSeconds(2);

  private final InstanceRuntime runtime;
  private final LogStore logs;
  private final Map<RuntimeId, LogFollowing> followings = new ConcurrentHashMap<>();

  Outputs(InstanceRuntime runtime, LogStore logs) {
    this.runtime = runtime;
    this.logs = logs;
  }

  /** Copies from now on what the instance prints, unless that is done. */
  void follow(Observed instance) {
    followings.compute(
        instance.id(),
        (id, before) ->
            before != null && !before.over()
                ? before
                : runtime.followLogs(instance, logs.sink(instance.slot())));
  }

  /** Takes what an ended instance printed to the end. */
  void finish(Observed instance) {
    followings
        .computeIfAbsent(
            instance.id(), id -> runtime.followLogs(instance, logs.sink(instance.slot())))
        .awaitEnd(LONGEST_REST);
    followings.remove(instance.id());
    logs.ended(instance.slot());
  }

  /** Takes up again what the runtime cut off, and forgets what is gone. */
  void resume(List<Observed> all) {
    followings.keySet().retainAll(all.stream().map(Observed::id).collect(Collectors.toSet()));
    all.stream()
        .filter(each -> each.running() && followings.containsKey(each.id()))
        .forEach(this::follow);
  }
}
