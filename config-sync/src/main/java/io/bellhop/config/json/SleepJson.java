package io.bellhop.config.json;

import io.bellhop.model.AwakeSchedule;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.SleepSpec;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code {"afterMillis":600000,"awake":"mon-fri 08:00-19:00 Europe/Vienna"}}. */
record SleepJson(
    @Nullable Long afterMillis,
    @Nullable Long streamSilenceMillis,
    @Nullable Integer minimumInstances,
    @Nullable String awake) {
  static SleepJson of(SleepSpec spec) {
    return new SleepJson(
        spec.after().toMillis(),
        Usual.unlessMillis(spec.streamSilence(), SleepSpec.USUAL_STREAM_SILENCE),
        Usual.unless(spec.minimumInstances(), 0),
        spec.awake().map(AwakeSchedule::toString).orElse(null));
  }

  SleepSpec toModel() {
    if (afterMillis == null) {
      throw new InvalidValueException(
          "field 'sleep.afterMillis' is missing: say after how long idle the app falls asleep, or"
              + " leave 'sleep' out");
    }
    return new SleepSpec(
        Duration.ofMillis(afterMillis),
        Usual.orMillis(streamSilenceMillis, SleepSpec.USUAL_STREAM_SILENCE),
        Usual.or(minimumInstances, 0),
        Optional.ofNullable(awake).map(AwakeSchedule::parse));
  }
}
