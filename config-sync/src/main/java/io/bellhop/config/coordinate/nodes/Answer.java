package io.bellhop.config.coordinate.nodes;

/** What became of a read. */
public sealed interface Answer<T> {
  /** The node is there. */
  record Present<T>(T value) implements Answer<T> {}

  /** There is no such node. */
  record Missing<T>() implements Answer<T> {}

  /** There was no answer: connection or session are lost, or the time is over. */
  record Failed<T>(String reason) implements Answer<T> {}
}
