package io.bellhop.model.sleep;

import java.util.OptionalInt;

/**
 * That an app began to rest, or rested no more.
 *
 * @param epoch of the traffic by which it was so
 * @param atMillis when that was written, in milliseconds since 1970
 * @param restsWith how many instances of each deployment agents run at most; empty where it rested
 *     no more
 * @param reason why it rested no more; empty where it began
 */
public record RestEntry(long epoch, long atMillis, OptionalInt restsWith, String reason) {
  /** It began to rest. */
  public static RestEntry begun(long epoch, long atMillis, int restsWith) {
    return new RestEntry(epoch, atMillis, OptionalInt.of(restsWith), "");
  }

  /** It rested no more. */
  public static RestEntry ended(long epoch, long atMillis, String reason) {
    return new RestEntry(epoch, atMillis, OptionalInt.empty(), reason);
  }
}
