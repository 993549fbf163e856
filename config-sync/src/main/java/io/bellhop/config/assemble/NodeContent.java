package io.bellhop.config.assemble;

/** What a read of one node brought. */
public sealed interface NodeContent {
  /**
   * The node is there.
   *
   * @param json its data
   * @param created the transaction that made the node
   * @param modified the transaction that last wrote its data
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Present(byte[] json, long created, long modified) implements NodeContent {}

  /** There is no such node. */
  record Missing() implements NodeContent {}

  /** The node may be there, but it was not given to us. */
  record Unreadable(String reason) implements NodeContent {}
}
