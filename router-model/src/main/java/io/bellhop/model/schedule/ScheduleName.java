package io.bellhop.model.schedule;

import io.bellhop.model.InvalidValueException;
import java.util.regex.Pattern;

/** Names one schedule among those of its app. */
public record ScheduleName(String value) implements Comparable<ScheduleName> {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,19}");

  /** Throws {@link InvalidValueException} where the name cannot begin the id of a run. */
  public ScheduleName {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValueException(
          "schedule '%s' is not valid: use 1 to 20 of a-z, 0-9 and '-', a letter first"
              .formatted(value));
    }
  }

  @Override
  public int compareTo(ScheduleName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
