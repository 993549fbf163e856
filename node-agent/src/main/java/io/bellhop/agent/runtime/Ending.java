package io.bellhop.agent.runtime;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a life ended.
 *
 * @param code as shells count it: above 128 is a signal; empty where nobody saw it
 * @param outOfMemory whether the runtime says that the memory limit ended it
 * @param finishedAt by the runtime's clock; the moment it was missed, where nobody saw the end
 * @param lastLines of its output, oldest first
 */
public record Ending(
    OptionalInt code, boolean outOfMemory, Instant finishedAt, List<String> lastLines) {
  private static final int SIGNALS_FROM = 128;
  private static final int LAST_SIGNAL = 64;

  /** Copies the list. */
  public Ending {
    lastLines = List.copyOf(lastLines);
  }

  /** The signal that ended it; empty where it exited by itself. */
  public OptionalInt signal() {
    return code.isPresent() && isSignal(code.getAsInt())
        ? OptionalInt.of(code.getAsInt() - SIGNALS_FROM)
        : OptionalInt.empty();
  }

  private static boolean isSignal(int code) {
    return code > SIGNALS_FROM && code <= SIGNALS_FROM + LAST_SIGNAL;
  }
}
