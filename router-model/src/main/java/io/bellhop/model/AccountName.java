package io.bellhop.model;

import java.util.regex.Pattern;

/** Who an app belongs to; what accounts are is the platform's to say. */
public record AccountName(String value) implements Comparable<AccountName> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

  /** Throws {@link InvalidValueException} where the name cannot stand in a path. */
  public AccountName {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValueException(
          ("account '%s' is not valid: use 1 to 63 of a-z, 0-9, '.', '_' and '-', a letter or digit"
                  + " first")
              .formatted(value));
    }
  }

  @Override
  public int compareTo(AccountName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
