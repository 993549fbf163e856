package io.bellhop.load.traffic;

import java.time.Duration;

/**
 * What became of one request.
 *
 * @param dueNanos when it should have been sent, on the clock of {@link System#nanoTime()}
 * @param latencyNanos from then to the end of the answer, so that a wait for its turn counts
 * @param status of the answer; 0 where none came
 * @param code of Bellhop's error, {@link #NO_CODE} where the failure had none
 * @param backend that answered; empty where none did
 */
public record Answer(
    int id, long dueNanos, long latencyNanos, int status, String code, String backend) {
  /** Stands for the code of a failure that Bellhop did not name. */
  public static final String NO_CODE = "(no code)";

  /** Whether the request with that id changes something; every other one does. */
  public static boolean isPost(int id) {
    return id % 2 == 1;
  }

  /** The method of the request. */
  public String method() {
    return isPost(id) ? "POST" : "GET";
  }

  /** Whether it got anything but what the app answers. */
  public boolean failed() {
    return status != 200;
  }

  /** When its answer had come, or it had failed. */
  public long endNanos() {
    return dueNanos + latencyNanos;
  }

  /** From that moment until the request was due; negative where it was before. */
  public Duration after(long nanos) {
    return Duration.ofNanos(dueNanos - nanos);
  }
}
