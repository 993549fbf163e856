package io.bellhop.model.launch;

import io.bellhop.model.InstanceId;
import io.bellhop.model.InvalidValueException;
import java.util.Comparator;

/**
 * A place for one instance of a deployment; a deployment that wants n instances has the slots 0 to
 * n-1.
 */
public record SlotKey(DeploymentKey deployment, int index) implements Comparable<SlotKey> {
  private static final Comparator<SlotKey> ORDER =
      Comparator.comparing(SlotKey::deployment).thenComparingInt(SlotKey::index);

  /** Throws {@link InvalidValueException} where the index is below zero. */
  public SlotKey {
    if (index < 0) {
      throw new InvalidValueException("slot %d is not valid: use 0 or more".formatted(index));
    }
  }

  /** The id of the instance in this slot. */
  public InstanceId instanceId() {
    return new InstanceId(Integer.toString(index));
  }

  @Override
  public int compareTo(SlotKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return deployment + "/" + index;
  }
}
