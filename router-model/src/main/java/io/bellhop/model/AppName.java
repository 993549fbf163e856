package io.bellhop.model;

import java.util.regex.Pattern;

/** An app's name: a DNS label (RFC 1123 §2.1), so that it can stand in host names and paths. */
public record AppName(String value) implements Comparable<AppName> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /** Throws {@link InvalidValueException} where the name is no DNS label. */
  public AppName {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValueException(
          "app name '%s' is not valid: use 1 to 63 of a-z, 0-9 and -, no - at either end"
              .formatted(value));
    }
  }

  @Override
  public int compareTo(AppName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
