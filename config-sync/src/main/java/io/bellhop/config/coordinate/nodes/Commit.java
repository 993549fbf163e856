package io.bellhop.config.coordinate.nodes;

/** What became of a transaction. */
public sealed interface Commit {
  /** All of it was done. */
  record Done() implements Commit {}

  /** Nothing was done, since the tree is not as the transaction expected. */
  record Refused(Cause cause) implements Commit {}

  /** There was no answer: it may have been done or not. */
  record Failed(String reason) implements Commit {}

  /** In what the tree differed. */
  enum Cause {
    /** A node, or the parent of one to be made, is not there. */
    MISSING,
    /** A node that was to be made is there. */
    EXISTS,
    /** A node is at another version, or has children. */
    CHANGED
  }
}
