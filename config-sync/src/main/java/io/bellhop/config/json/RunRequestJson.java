package io.bellhop.config.json;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.InstanceSize;
import io.bellhop.model.run.RunRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code {"command":["rake","db:migrate"],"environment":{"RETRY":"1"},"timeoutMillis":60000}}. */
record RunRequestJson(
    @Nullable List<String> command,
    @Nullable String deployment,
    @Nullable String image,
    @Nullable Map<String, String> environment,
    @Nullable String size,
    @Nullable Long timeoutMillis,
    @Nullable AttachmentJson attachment) {

  RunRequest toModel() {
    if (command == null) {
      throw new InvalidValueException("field 'command' is missing: name what to run");
    }
    return new RunRequest(
        command,
        Optional.ofNullable(deployment).map(DeploymentName::new),
        Optional.ofNullable(image),
        environment == null ? Map.of() : environment,
        Optional.ofNullable(size).map(InstanceSize::named),
        Optional.ofNullable(timeoutMillis).map(Duration::ofMillis),
        Optional.ofNullable(attachment).map(AttachmentJson::toModel));
  }
}
