package io.bellhop.config.runs;

import io.bellhop.model.AppName;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunBoard;
import io.bellhop.model.run.RunKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The runs that were read, and in what order they were made. Not thread safe. */
final class KnownRuns {
  private record Known(Run run, long created, Optional<AgentId> claim) {}

  private final Map<RunKey, Known> runs = new TreeMap<>();
  private final Set<RunKey> listed = new HashSet<>();

  /** From now on those that there are will be listed. */
  void beginAnew() {
    listed.clear();
  }

  void listed(RunKey key) {
    listed.add(key);
  }

  /** Those that were not listed are gone. */
  void forgetUnlisted() {
    runs.keySet().retainAll(listed);
  }

  /** Whether that is new. */
  boolean put(Run run, long created, Optional<AgentId> claim) {
    listed.add(run.key());
    Known now = new Known(run, created, claim);
    return !now.equals(runs.put(run.key(), now));
  }

  /** Whether it was there. */
  boolean remove(RunKey key) {
    listed.remove(key);
    return runs.remove(key) != null;
  }

  RunBoard board(boolean current) {
    Map<AppName, List<Run>> byApp =
        runs.values().stream()
            .sorted(Comparator.comparingLong(Known::created))
            .map(Known::run)
            .collect(Collectors.groupingBy(run -> run.key().app()));
    Map<RunKey, AgentId> claims = new HashMap<>();
    runs.forEach((key, each) -> each.claim().ifPresent(agent -> claims.put(key, agent)));
    return new RunBoard(current, byApp, claims);
  }
}
