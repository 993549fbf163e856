package io.bellhop.config.json;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InstanceState;
import io.bellhop.model.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what other software registers in ZooKeeper: instances of Curator service discovery and
 * members of Finagle serversets. Of Curator's JSON only plain fields are read; its payload, which
 * may name a class to load, is skipped.
 */
public final class DiscoveryJson {
  private DiscoveryJson() {}

  private record CuratorInstance(
      @Nullable String address, @Nullable Integer port, @Nullable Boolean enabled) {}

  private record Member(@Nullable Endpoint serviceEndpoint, @Nullable String status) {}

  private record Endpoint(@Nullable String host, @Nullable Integer port) {}

  /** Reads one instance of Curator service discovery; one not enabled takes no new requests. */
  public static Instance readCuratorInstance(InstanceId id, byte[] json) {
    CuratorInstance instance = Mappers.read(Mappers.LENIENT, CuratorInstance.class, json);
    boolean enabled = instance.enabled == null || instance.enabled;
    return new Instance(
        id,
        address(instance.address, instance.port, "address", "port"),
        enabled ? InstanceState.READY : InstanceState.DRAINING,
        0,
        "");
  }

  /** Reads one member of a serverset; only those alive take new requests. */
  public static Instance readServersetMember(InstanceId id, byte[] json) {
    Member member = Mappers.read(Mappers.LENIENT, Member.class, json);
    if (member.serviceEndpoint == null) {
      throw missing("serviceEndpoint");
    }
    BackendAddress address =
        address(
            member.serviceEndpoint.host,
            member.serviceEndpoint.port,
            "serviceEndpoint.host",
            "serviceEndpoint.port");
    return new Instance(id, address, state(member.status), 0, "");
  }

  private static InstanceState state(@Nullable String status) {
    if (status == null) {
      throw missing("status");
    }
    return switch (status) {
      case "ALIVE" -> InstanceState.READY;
      case "STARTING" -> InstanceState.STARTING;
      default -> InstanceState.DRAINING;
    };
  }

  private static BackendAddress address(
      @Nullable String host, @Nullable Integer port, String hostField, String portField) {
    if (host == null) {
      throw missing(hostField);
    }
    if (port == null) {
      throw missing(portField);
    }
    return new BackendAddress(host, port);
  }

  private static InvalidValueException missing(String field) {
    return new InvalidValueException(
        "field '%s' is missing: the instance cannot be reached without it".formatted(field));
  }
}
