package io.bellhop.router.exchange;

/** Something that an exchange is held for. Confined to the exchange's event loop. */
sealed interface Wait permits RoomWait, ConnectionWait, RunEndWait {
  /** Gives the wait up; does nothing where it is over. */
  void leave();
}
