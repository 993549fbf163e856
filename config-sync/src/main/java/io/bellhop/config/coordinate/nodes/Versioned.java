package io.bellhop.config.coordinate.nodes;

/** A node's content, with the version that a write is made against. */
@SuppressWarnings("ArrayRecordComponent")
public record Versioned(byte[] json, int version) {}
