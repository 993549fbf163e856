package io.bellhop.model;

/**
 * Names one instance within its deployment: the slot node's name, the registration's id, or the
 * address itself for static addresses. Stable for as long as the instance lives.
 */
public record InstanceId(String value) implements Comparable<InstanceId> {
  private static final int MAX_LENGTH = 255;

  /** Throws {@link InvalidValueException} where the id is empty, too long, or holds a slash. */
  public InstanceId {
    if (value.isEmpty() || value.length() > MAX_LENGTH || value.indexOf('/') >= 0) {
      throw new InvalidValueException(
          "instance id '%s' is not valid: use 1 to %d characters without '/'"
              .formatted(value, MAX_LENGTH));
    }
  }

  @Override
  public int compareTo(InstanceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
