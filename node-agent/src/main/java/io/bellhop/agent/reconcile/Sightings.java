package io.bellhop.agent.reconcile;

import io.bellhop.agent.runtime.ListingWindow;
import io.bellhop.agent.runtime.Observed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** What lists of all instances tell, and those of them that have no place yet. For one thread. */
final class Sightings {
  private final ListingWindow window = new ListingWindow();
  private final List<Observed> unplaced = new ArrayList<>();
  private boolean none = true;

  /** Whether nothing was seen yet. */
  boolean none() {
    return none;
  }

  /** A list is about to be read, and that is known to run. */
  void listing(Collection<Observed> here) {
    window.open(here);
  }

  /**
   * Takes a list of all; what nobody knows has to be placed.
   *
   * @param here what runs as far as is known
   * @return those known that ended
   */
  List<Observed> listed(
      List<Observed> listed, Collection<Observed> here, Predicate<Observed> known, Instant now) {
    List<Observed> all = window.corrected(listed);
    all.stream()
        .filter(each -> none || (each.running() && !known.test(each)))
        .forEach(unplaced::add);
    none = false;
    return window.over(all, here, now);
  }

  /** It has to be placed. */
  void add(Observed instance) {
    unplaced.add(instance);
  }

  /** It ended; what has no place yet is placed as such. */
  void ended(Observed instance) {
    window.ended(instance);
    unplaced.replaceAll(each -> each.id().equals(instance.id()) ? instance : each);
  }

  /**
   * Those to be placed, which have their place then; of each slot the newest first, as what it
   * replaced may still be leaving.
   */
  List<Observed> take() {
    unplaced.sort(Comparator.comparingLong(Observed::generation).reversed());
    List<Observed> taken = List.copyOf(unplaced);
    unplaced.clear();
    return taken;
  }

  boolean allPlaced() {
    return unplaced.isEmpty();
  }
}
