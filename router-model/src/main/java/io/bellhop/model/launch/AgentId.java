package io.bellhop.model.launch;

import io.bellhop.model.InvalidValueException;
import java.util.regex.Pattern;

/** Names one agent among its peers; stays the same when the agent restarts. */
public record AgentId(String value) implements Comparable<AgentId> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,126}");

  /** Throws {@link InvalidValueException} where the id cannot stand in a ZooKeeper path. */
  public AgentId {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValueException(
          "agent id '%s' is not valid: use 1 to 127 of A-Z, a-z, 0-9, '.', '_' and '-'"
              .formatted(value));
    }
  }

  @Override
  public int compareTo(AgentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
