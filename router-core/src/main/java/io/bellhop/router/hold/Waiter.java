package io.bellhop.router.hold;

/** What is held: asked again and again whether it can go on, by one thread at a time. */
public interface Waiter {
  /**
   * Tries to get what is waited for, and keeps it if it is to be had. Called by whichever thread
   * made room. Must not block.
   *
   * @return false where it is not to be had, so that the wait goes on
   */
  boolean take();

  /** The wait is over: what was taken is to be used. On any thread; follows {@link #take()}. */
  void release();

  /** What was taken is wanted no more, as the wait was given up meanwhile. On any thread. */
  void giveBack();
}
