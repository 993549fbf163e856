package io.bellhop.router.control;

/** Port: says when no event loop goes by an older view any more. Thread safe. */
@FunctionalInterface
public interface ViewBarrier {
  /**
   * Runs the work once every event loop has ended what it was doing at the time of the call. A
   * request reads its view and picks in one go, so that from then on every choice is made by a view
   * that was published before the call, and every earlier choice is counted. On any thread; neither
   * the call nor the work may block.
   */
  void afterwards(Runnable work);
}
