package io.bellhop.model;

import java.util.regex.Pattern;

/** Names one running router among its peers, for as long as its process lives. */
public record RouterId(String value) implements Comparable<RouterId> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,126}");

  /** Throws {@link InvalidValueException} where the id cannot stand in a ZooKeeper path. */
  public RouterId {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValueException(
          "router id '%s' is not valid: use 1 to 127 of A-Z, a-z, 0-9, '.', '_' and '-'"
              .formatted(value));
    }
  }

  @Override
  public int compareTo(RouterId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
