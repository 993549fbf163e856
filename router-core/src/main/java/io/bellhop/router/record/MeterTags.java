package io.bellhop.router.record;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.stream.IntStream;

/** Puts the values of a meter's tags to their keys. */
final class MeterTags {
  private MeterTags() {}

  static Tags of(String meter, List<String> keys, List<String> values) {
    if (keys.size() != values.size()) {
      throw new IllegalArgumentException(
          "%s has the tags %s, got the values %s".formatted(meter, keys, values));
    }
    return Tags.of(
        IntStream.range(0, keys.size()).mapToObj(i -> Tag.of(keys.get(i), values.get(i))).toList());
  }
}
