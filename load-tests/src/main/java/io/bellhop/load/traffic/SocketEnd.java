package io.bellhop.load.traffic;

/**
 * How a WebSocket ended.
 *
 * @param beginNanos when the client began to connect, on the clock of {@link System#nanoTime()}
 * @param endNanos when it was told to close, or found itself cut; on the same clock
 * @param backend that echoed; empty where none did
 * @param detail what there is to add
 */
public record SocketEnd(long beginNanos, long endNanos, String backend, How how, String detail) {
  /** The ways to end. */
  public enum How {
    /** By a close frame of 1001: the client connects again, and nothing failed. */
    TOLD,
    /** After it was open, without being told, or with another reason. */
    CUT,
    /** The client closed it. */
    LEFT,
    /** It never was open. */
    REFUSED
  }

  /** Whether a user would call it a failure. */
  public boolean failed() {
    return how == How.CUT || how == How.REFUSED;
  }
}
