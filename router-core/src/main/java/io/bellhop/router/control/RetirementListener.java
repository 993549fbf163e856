package io.bellhop.router.control;

import java.time.Duration;

/** Told of backends that take no new requests, so that what is kept open to them is let go. */
public interface RetirementListener {
  /**
   * The backend is out of every view. Idle connections to it are to be closed now, tunnels at the
   * deadline; requests under way end by themselves. Must not block.
   *
   * @param tunnelDrain how long upgraded connections may stay
   */
  void retired(Backend backend, Duration tunnelDrain);

  /**
   * The backend is out of every view because its health failed, not because anybody took it out.
   * Idle connections to it are to be closed now, and requests that it has not begun to answer may
   * be tried elsewhere; what it is answering and tunnels are left alone, as it may still recover.
   * Must not block.
   */
  default void failing(Backend backend) {}

  /**
   * The app of the backend, which was retired before and has tunnels, is about to sleep: those that
   * were silent for long enough are to end now, lest they keep it awake until their deadline. Told
   * any number of times. Must not block.
   */
  default void asleep(Backend backend) {}
}
