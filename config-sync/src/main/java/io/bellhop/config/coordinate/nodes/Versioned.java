package io.bellhop.config.coordinate.nodes;

/**
 * A node's content, with the version that a write is made against.
 *
 * @param createdMillis when it was made
 * @param changedMillis when its content was written last; both in milliseconds since 1970 by the
 *     clock of ZooKeeper's leader, which is one for all nodes, whoever wrote them
 */
@SuppressWarnings("ArrayRecordComponent")
public record Versioned(byte[] json, int version, long createdMillis, long changedMillis) {}
