package io.bellhop.model;

/**
 * How much waking an app may cause; what is beyond is refused.
 *
 * @param wakesPerHour 0 for any number
 * @param minutesPerDay minutes in a day of UTC after which it is woken no more: those begun from a
 *     wake until it sleeps again, times the instances that the wake asked for; 0 for any number
 */
public record WakeBudget(int wakesPerHour, int minutesPerDay) {
  /** Nothing is refused. */
  public static final WakeBudget UNBOUNDED = new WakeBudget(0, 0);

  /** Throws {@link InvalidValueException} where a number is out of its bounds. */
  public WakeBudget {
    Bounds.check("wake budget wakesPerHour", wakesPerHour, 0, 3_600);
    Bounds.check("wake budget minutesPerDay", minutesPerDay, 0, 10_000_000);
  }
}
