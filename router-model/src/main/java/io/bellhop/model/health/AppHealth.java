package io.bellhop.model.health;

import java.util.List;

/**
 * Health of one app as it is reported to people.
 *
 * @param instances by deployment, then id
 * @param panic what the panic policy does about it now, in words; empty while it does nothing
 */
public record AppHealth(List<InstanceHealth> instances, String panic) {
  /** Copies the list. */
  public AppHealth {
    instances = List.copyOf(instances);
  }
}
