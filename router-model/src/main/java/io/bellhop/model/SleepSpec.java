package io.bellhop.model;

import java.time.Duration;
import java.util.Optional;

/**
 * When an app falls asleep by itself.
 *
 * @param after no router had anything of it to do for so long
 * @param streamSilence an upgraded connection over which nothing moved for so long keeps nobody
 *     awake
 * @param minimumInstances that each of its deployments keeps running; with 1 or more it does not
 *     fall asleep by itself but rests with so many. 0 for it sleeps
 * @param awake when it stays awake whatever happens; empty for never
 */
public record SleepSpec(
    Duration after, Duration streamSilence, int minimumInstances, Optional<AwakeSchedule> awake) {
  /** What is silent for so long keeps nobody awake, where the app says nothing else. */
  public static final Duration USUAL_STREAM_SILENCE = Duration.ofMinutes(5);

  /** Throws {@link InvalidValueException} where a time or the minimum is out of its bounds. */
  public SleepSpec {
    Bounds.check("sleep after", after);
    Bounds.check("sleep streamSilence", streamSilence);
    Bounds.check("sleep minimumInstances", minimumInstances, 0, DeploymentSpec.MOST_INSTANCES);
  }

  /** Asleep after so long, all else at its default. */
  public static SleepSpec after(Duration idle) {
    return new SleepSpec(idle, USUAL_STREAM_SILENCE, 0, Optional.empty());
  }
}
