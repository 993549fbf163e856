package io.bellhop.model;

/**
 * One running copy of a deployment, as discovered.
 *
 * @param generation grows each time the slot is started anew, so that two lives are told apart
 * @param agent who runs it; empty where nobody said
 */
public record Instance(
    InstanceId id, BackendAddress address, InstanceState state, long generation, String agent) {

  /** An instance that takes requests and is known by its address alone. */
  public static Instance ready(BackendAddress address) {
    return new Instance(new InstanceId(address.toString()), address, InstanceState.READY, 0, "");
  }
}
