package io.bellhop.model.rollout;

import io.bellhop.model.InvalidValueException;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads enums by the names under which they are written. */
final class WireNames {
  private WireNames() {}

  static <E> E read(E[] values, Function<E, String> nameOf, String text, String kind) {
    for (E value : values) {
      if (nameOf.apply(value).equals(text)) {
        return value;
      }
    }
    throw new InvalidValueException(
        "%s '%s' is not known: use %s"
            .formatted(
                kind, text, Arrays.stream(values).map(nameOf).collect(Collectors.joining(", "))));
  }
}
