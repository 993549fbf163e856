package io.bellhop.model;

/**
 * Each request to the app gets a one-off run of its own, which listens like an instance, answers
 * that one request, and is stopped. How many there may be, and for how long, the app's {@link
 * RunsSpec} says.
 *
 * @param spare runs that each router keeps started, lest a request has to wait for one
 * @param cancelOnLeave whether a run is told to end when its client leaves before it has its
 *     answer; otherwise it goes on to its own end, or for as long as runs may
 */
public record PerRequestSpec(int spare, boolean cancelOnLeave) {
  private static final int MOST_SPARE = 100;

  /** Throws {@link InvalidValueException} where the number is out of its bounds. */
  public PerRequestSpec {
    Bounds.check("perRequest spare", spare, 0, MOST_SPARE);
  }
}
