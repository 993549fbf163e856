package io.bellhop.router.exchange;

/**
 * How much of request bodies one event loop keeps to send again, all requests together. Confined to
 * the loop.
 */
final class ReplayMemory {
  private final long maxBytes;
  private long usedBytes;

  ReplayMemory(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes so much, or nothing where it is not to be had. */
  boolean take(long bytes) {
    if (usedBytes + bytes > maxBytes) {
      return false;
    }
    usedBytes += bytes;
    return true;
  }

  void giveBack(long bytes) {
    usedBytes -= bytes;
  }

  long usedBytes() {
    return usedBytes;
  }
}
