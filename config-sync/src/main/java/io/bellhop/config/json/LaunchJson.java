package io.bellhop.config.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.InstanceSize;
import io.bellhop.model.launch.LaunchSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"image":"shop:42","command":["serve"],"environment":{"COLOUR":"green"},"size":"M"}}, all
 * of it optional but image or command.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LaunchJson(
    @Nullable String image,
    @Nullable List<String> command,
    @Nullable Map<String, String> environment,
    @Nullable Integer port,
    @Nullable String size,
    @Nullable Long memoryBytes,
    @Nullable Integer cpuMillis,
    @Nullable Map<String, String> pins,
    @Nullable Long stopGraceMillis,
    @Nullable Long bootTimeoutMillis) {

  private static final LaunchSpec USUAL = LaunchSpec.ofImage("any");

  static LaunchJson of(LaunchSpec spec) {
    boolean named = InstanceSize.NAMED.contains(spec.size());
    boolean usual = spec.size().equals(InstanceSize.DEFAULT);
    return new LaunchJson(
        spec.image().isEmpty() ? null : spec.image(),
        spec.command().isEmpty() ? null : spec.command(),
        spec.environment().isEmpty() ? null : spec.environment(),
        spec.port() == USUAL.port() ? null : spec.port(),
        named && !usual ? spec.size().name() : null,
        named ? null : spec.size().memoryBytes(),
        named ? null : spec.size().cpuMillis(),
        spec.pins().isEmpty() ? null : spec.pins(),
        unusual(spec.stopGrace(), USUAL.stopGrace()),
        unusual(spec.bootTimeout(), USUAL.bootTimeout()));
  }

  private static @Nullable Long unusual(Duration value, Duration usual) {
    return value.equals(usual) ? null : value.toMillis();
  }

  LaunchSpec toModel() {
    LaunchSpec base =
        image == null
            ? LaunchSpec.ofCommand(command == null ? List.of() : command)
            : LaunchSpec.ofImage(image);
    return new LaunchSpec(
        base.image(),
        command == null ? List.of() : command,
        environment == null ? Map.of() : environment,
        port == null ? base.port() : port,
        sizeModel(),
        pins == null ? Map.of() : pins,
        stopGraceMillis == null ? base.stopGrace() : Duration.ofMillis(stopGraceMillis),
        bootTimeoutMillis == null ? base.bootTimeout() : Duration.ofMillis(bootTimeoutMillis));
  }

  private InstanceSize sizeModel() {
    boolean amounts = memoryBytes != null || cpuMillis != null;
    if (size != null && amounts) {
      throw new InvalidValueException(
          "size and amounts are given: name a size, or memoryBytes and cpuMillis, not both");
    }
    if (size != null) {
      return InstanceSize.named(size);
    }
    InstanceSize base = InstanceSize.DEFAULT;
    return amounts
        ? InstanceSize.custom(
            memoryBytes == null ? base.memoryBytes() : memoryBytes,
            cpuMillis == null ? base.cpuMillis() : cpuMillis)
        : base;
  }
}
