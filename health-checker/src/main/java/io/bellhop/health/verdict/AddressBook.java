package io.bellhop.health.verdict;

import io.bellhop.model.BackendAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who has which address, over all apps: so that an absent instance gives way as soon as anybody
 * registers where it was. Not thread safe.
 */
final class AddressBook {
  private final Map<BackendAddress, Integer> listed = new HashMap<>();
  private final Map<BackendAddress, Target> absent = new HashMap<>();

  /** One more instance of the table is at the address; tells which absent one has to go. */
  Optional<Target> list(BackendAddress address) {
    listed.merge(address, 1, Integer::sum);
    return Optional.ofNullable(absent.get(address));
  }

  void unlist(BackendAddress address) {
    listed.computeIfPresent(address, (any, count) -> count == 1 ? null : count - 1);
  }

  boolean isListed(BackendAddress address) {
    return listed.containsKey(address);
  }

  void absent(Target target) {
    absent.put(target.instance().address(), target);
  }

  void notAbsent(Target target) {
    absent.remove(target.instance().address(), target);
  }
}
