package io.bellhop.model.rollout;

import io.bellhop.model.InvalidValueException;
import java.time.Duration;

/**
 * How long the phases of a rollout may take.
 *
 * @param launch for the instances to be there; then the rollout fails
 * @param verify for them to be healthy as seen by every router; then the rollout fails
 * @param warm for connections to be opened; then it goes on without
 * @param acknowledge for every router to apply a switch; then it goes on, and the routers that did
 *     not are waited for until the drain deadline
 * @param drain for the set that was switched away from to have nothing in flight; then what is left
 *     is cut
 * @param cut for the routers to say what they cut; then those that did not are reported as unknown
 */
public record RolloutDeadlines(
    Duration launch,
    Duration verify,
    Duration warm,
    Duration acknowledge,
    Duration drain,
    Duration cut) {

  /** What a rollout gets that asks for nothing else. */
  public static final RolloutDeadlines DEFAULT =
      new RolloutDeadlines(
          Duration.ofMinutes(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofSeconds(10));

  /** Throws {@link InvalidValueException} where a time is not within 0 ms to 7 days. */
  public RolloutDeadlines {
    RolloutBounds.check("launch deadline", launch);
    RolloutBounds.check("verify deadline", verify);
    RolloutBounds.check("warm deadline", warm);
    RolloutBounds.check("acknowledge deadline", acknowledge);
    RolloutBounds.check("drain deadline", drain);
    RolloutBounds.check("cut deadline", cut);
  }

  /** The same with another time to drain. */
  public RolloutDeadlines withDrain(Duration other) {
    return new RolloutDeadlines(launch, verify, warm, acknowledge, other, cut);
  }
}
