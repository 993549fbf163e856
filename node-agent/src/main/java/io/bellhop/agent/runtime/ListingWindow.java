package io.bellhop.agent.runtime;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The time that reading a list of all takes. What began meanwhile may be missing in the list, or
 * stand in it half started, as if it had ended; and what ended may stand in it as running: neither
 * may be judged by it. For one thread.
 */
public final class ListingWindow {
  private final Set<RuntimeId> knownBefore = new HashSet<>();
  private final Map<RuntimeId, Observed> endedSince = new HashMap<>();

  /** A list is about to be read, and that is known to run. */
  public void open(Collection<Observed> known) {
    endedSince.clear();
    knownBefore.clear();
    known.forEach(each -> knownBefore.add(each.id()));
  }

  /** Something ended. */
  public void ended(Observed instance) {
    endedSince.put(instance.id(), instance);
  }

  /** What was listed, as it is by now. */
  public List<Observed> corrected(List<Observed> listed) {
    return listed.stream().map(each -> endedSince.getOrDefault(each.id(), each)).toList();
  }

  /**
   * Those that ended, of what is known to run: they are listed so, or not at all. What began
   * meanwhile is not judged.
   *
   * @param all that was listed, {@linkplain #corrected}
   * @param here what runs as far as is known
   */
  public List<Observed> over(List<Observed> all, Collection<Observed> here, Instant now) {
    Map<RuntimeId, Observed> seen = new HashMap<>();
    all.forEach(each -> seen.put(each.id(), each));
    return here.stream()
        .filter(each -> knownBefore.contains(each.id()))
        .map(each -> seen.getOrDefault(each.id(), each.vanished(now)))
        .filter(each -> !each.running())
        .toList();
  }
}
