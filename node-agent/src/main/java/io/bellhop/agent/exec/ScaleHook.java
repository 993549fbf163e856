package io.bellhop.agent.exec;

import io.bellhop.agent.runtime.RuntimeFailure;

/**
 * A platform that starts instances itself. It is told how many are wanted; its instances register
 * themselves, and end by themselves when they are too many.
 */
public interface ScaleHook extends AutoCloseable {
  /** Tells how many are wanted; telling the same again must change nothing. Ends within a time. */
  void scale(ScaleOrder order) throws RuntimeFailure;

  @Override
  void close();
}
