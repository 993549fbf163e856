package io.bellhop.model;

import java.util.regex.Pattern;

/** The name of one deployment of an app: {@code v42}, {@code 2026-11-21.1}, {@code blue}. */
public record DeploymentName(String value) implements Comparable<DeploymentName> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,62})");

  /** Throws {@link InvalidValueException} where the name cannot stand in a path or a label. */
  public DeploymentName {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValueException(
          ("deployment name '%s' is not valid: use 1 to 63 of A-Z, a-z, 0-9, '.', '_' and '-',"
                  + " beginning with a letter or a digit")
              .formatted(value));
    }
  }

  @Override
  public int compareTo(DeploymentName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
