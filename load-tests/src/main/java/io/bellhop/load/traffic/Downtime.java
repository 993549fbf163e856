package io.bellhop.load.traffic;

/** A router was killed and was ready again; on the clock of {@link System#nanoTime()}. */
public record Downtime(String router, long fromNanos, long toNanos) {

  /** Whether a connection to that router was broken, or refused, by that. */
  public boolean explains(String through, Answer failed) {
    return failed.status() == 0 && within(through, failed.dueNanos(), failed.endNanos());
  }

  /** Whether a WebSocket through that router was broken, or refused, by that. */
  public boolean explains(String through, SocketEnd end) {
    return within(through, end.beginNanos(), end.endNanos());
  }

  private boolean within(String through, long begin, long end) {
    return through.equals(router) && end - fromNanos >= 0 && begin - toNanos <= 0;
  }
}
