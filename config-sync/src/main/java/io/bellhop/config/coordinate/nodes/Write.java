package io.bellhop.config.coordinate.nodes;

/** One part of a transaction. */
public sealed interface Write {
  /** For a write that does not depend on the node's version. */
  int ANY_VERSION = -1;

  /** Makes a node, for good or for as long as the session lives. */
  @SuppressWarnings("ArrayRecordComponent")
  record Create(String path, byte[] json, boolean ephemeral) implements Write {}

  /** Replaces a node's content. */
  @SuppressWarnings("ArrayRecordComponent")
  record Put(String path, byte[] json, int version) implements Write {}

  /** Removes a node. */
  record Delete(String path, int version) implements Write {}

  /** Does nothing, if the node is at a version. */
  record Check(String path, int version) implements Write {}
}
