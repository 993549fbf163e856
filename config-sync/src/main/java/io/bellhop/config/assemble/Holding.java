package io.bellhop.config.assemble;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether registrations that vanish are held. In and shortly after trouble with ZooKeeper, a
 * registration that is gone says that a session was lost, not that the instance is.
 */
final class Holding {
  private final Set<InstanceSet> holders = new LinkedHashSet<>();
  private boolean on;

  void start() {
    on = true;
  }

  boolean isOn() {
    return on;
  }

  void remember(InstanceSet set) {
    holders.add(set);
  }

  /** Ends the holding; answers the sets that held something. */
  List<InstanceSet> end() {
    on = false;
    List<InstanceSet> ended = List.copyOf(holders);
    holders.clear();
    return ended;
  }
}
