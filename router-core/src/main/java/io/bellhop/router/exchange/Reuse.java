package io.bellhop.router.exchange;

/** Which connection will do for an attempt. */
enum Reuse {
  /** One that was kept, however long. */
  ANY,
  /** One that was kept, but not for so long that its backend might be about to close it. */
  YOUNG,
  /** Only a new one, since one that was kept, or its backend, has just failed. */
  NONE
}
