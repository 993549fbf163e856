package io.bellhop.config.json;

import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.LogAccess;
import io.bellhop.model.launch.Resources;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"capacity":{"instances":20,"memoryBytes":…,"cpuMillis":…},"load":{…},"labels":{"disk":
 * "fast"},"runtime":"docker","version":"…", "logs":{"address":"10.0.0.7:41001","key":"…"}}}, and
 * {@code trouble} where its runtime starts nothing, and {@code runs} where any are part of the
 * load.
 */
record AgentInfoJson(
    @Nullable Amount capacity,
    @Nullable Amount load,
    @Nullable Map<String, String> labels,
    @Nullable String runtime,
    @Nullable String version,
    @Nullable Logs logs,
    @Nullable String trouble,
    @Nullable Amount runs) {
  // A node has to stay small, whatever an engine says.
  private static final int LONGEST_TROUBLE = 1_000;

  /** Where logs are shown. */
  record Logs(@Nullable String address, @Nullable String key) {
    Optional<LogAccess> toModel() {
      return address == null || key == null
          ? Optional.empty()
          : Optional.of(new LogAccess(address, key));
    }
  }

  /** An amount of what instances need. */
  record Amount(int instances, long memoryBytes, long cpuMillis) {
    static Amount of(Resources resources) {
      return new Amount(resources.instances(), resources.memoryBytes(), resources.cpuMillis());
    }

    Resources toModel() {
      return new Resources(instances, memoryBytes, cpuMillis);
    }
  }

  static AgentInfoJson of(AgentInfo agent) {
    return new AgentInfoJson(
        Amount.of(agent.capacity()),
        Amount.of(agent.load()),
        agent.labels(),
        agent.runtime(),
        agent.version(),
        agent.logs().map(logs -> new Logs(logs.address(), logs.key())).orElse(null),
        agent.trouble().map(AgentInfoJson::cut).orElse(null),
        agent.runs().equals(Resources.NONE) ? null : Amount.of(agent.runs()));
  }

  AgentInfo toModel(AgentId id) {
    if (capacity == null || runtime == null) {
      throw new InvalidValueException(
          "field '%s' is missing: agents of this version write it"
              .formatted(capacity == null ? "capacity" : "runtime"));
    }
    return new AgentInfo(
        id,
        capacity.toModel(),
        labels == null ? Map.of() : labels,
        load == null ? Resources.NONE : load.toModel(),
        runtime,
        version == null ? "" : version,
        logs == null ? Optional.empty() : logs.toModel(),
        Optional.ofNullable(trouble),
        runs == null ? Resources.NONE : runs.toModel());
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST_TROUBLE));
  }
}
