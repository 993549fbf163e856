package io.bellhop.model;

import io.bellhop.model.launch.LaunchSpec;
import java.util.List;

/** Where the instances of a deployment come from. */
public sealed interface InstanceSource {

  /** Whether the instances are ephemeral nodes under the deployment's {@code instances}. */
  default boolean hasSlots() {
    return this instanceof Registered || this instanceof Launched;
  }

  /**
   * Ephemeral nodes under the deployment's {@code instances}, made by an agent or the app itself.
   */
  record Registered() implements InstanceSource {}

  /**
   * Instances that agents start and stop; they appear as ephemeral nodes under the deployment's
   * {@code instances}.
   */
  record Launched(LaunchSpec spec) implements InstanceSource {}

  /** Addresses that the user lists; they are there for as long as they are listed. */
  record StaticAddresses(List<BackendAddress> addresses) implements InstanceSource {
    /** Throws {@link InvalidValueException} where no address, or one twice, is listed. */
    public StaticAddresses {
      addresses = List.copyOf(addresses);
      if (addresses.isEmpty() || addresses.stream().distinct().count() != addresses.size()) {
        throw new InvalidValueException(
            "static addresses %s are not valid: list at least one, and each only once"
                .formatted(addresses));
      }
    }
  }

  /** A path of Curator service discovery: what Spring Cloud ZooKeeper apps register. */
  record CuratorDiscovery(String path) implements InstanceSource {
    /** Throws {@link InvalidValueException} where the path is not absolute. */
    public CuratorDiscovery {
      checkPath(path);
    }
  }

  /** A path of a Finagle serverset: {@code member_} nodes. */
  record FinagleServerset(String path) implements InstanceSource {
    /** Throws {@link InvalidValueException} where the path is not absolute. */
    public FinagleServerset {
      checkPath(path);
    }
  }

  private static void checkPath(String path) {
    // What ZooKeeper's own client would throw on: one such path must not reach it.
    boolean valid =
        path.matches("(/(?!\\.{1,2}(/|$))[^/\\p{Cc}\\x{D800}-\\x{F8FF}\\x{FFF0}-\\x{FFFF}]+)+");
    if (!valid) {
      throw new InvalidValueException(
          ("ZooKeeper path '%s' is not valid: begin with /, end without, and use no . or .. in"
                  + " between")
              .formatted(path));
    }
  }
}
