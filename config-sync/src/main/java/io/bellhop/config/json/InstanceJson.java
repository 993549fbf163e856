package io.bellhop.config.json;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InstanceState;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.Boot;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"state":"ready","address":"10.0.0.5:3000","generation":1,"agent":"host-a",
 * "boot":{"startedMillis":3,"listensMillis":240}}}.
 */
record InstanceJson(
    @Nullable String state,
    @Nullable String address,
    @Nullable Long generation,
    @Nullable String agent,
    @Nullable BootJson boot) {
  /** As {@link Boot}. */
  record BootJson(long startedMillis, long listensMillis) {
    static BootJson of(Boot boot) {
      return new BootJson(boot.started().toMillis(), boot.listens().toMillis());
    }

    Boot toModel() {
      return new Boot(Duration.ofMillis(startedMillis), Duration.ofMillis(listensMillis));
    }
  }

  static InstanceJson of(Instance instance) {
    return new InstanceJson(
        instance.state().wireName(),
        instance.address().toString(),
        instance.generation() == 0 ? null : instance.generation(),
        instance.agent().isEmpty() ? null : instance.agent(),
        null);
  }

  /** Whether it is being started: who has the slot is known, where it will listen is not. */
  boolean isOnlyClaimed() {
    return address == null && InstanceState.STARTING.wireName().equals(state);
  }

  Instance toModel(InstanceId id) {
    if (address == null) {
      throw new InvalidValueException("field 'address' is missing: use HOST:PORT");
    }
    return new Instance(
        id,
        BackendAddress.parse(address),
        state == null ? InstanceState.READY : InstanceState.fromWireName(state),
        generation == null ? 0 : generation,
        agent == null ? "" : agent);
  }
}
