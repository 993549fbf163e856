package io.bellhop.config.coordinate.nodes;

import java.util.List;
import java.util.function.Consumer;

/**
 * One session with ZooKeeper. Calls return at once and are sent in their order; each is answered
 * once, on the worker, in that order, and within a time limit. What is read is never older than
 * what this session read or wrote before (ZooKeeper's guarantee of a single system image).
 */
public interface Nodes {
  /** Brings the server of this session up to all that was committed before the call. */
  void sync(String path, Consumer<Answer<String>> taker);

  /** Reads a node. */
  void get(String path, Consumer<Answer<Versioned>> taker);

  /** Reads the names of a node's children. */
  void children(String path, Consumer<Answer<List<String>>> taker);

  /** Does all of the writes, or none. */
  void commit(List<Write> writes, Consumer<Commit> taker);
}
