package io.bellhop.agent.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.RuntimeFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The version of the API that both sides speak, asked for once. What is used here means the same in
 * all versions of the range.
 */
final class ApiVersion {
  private static final int MAJOR = 1;
  private static final int OLDEST_MINOR = 24;
  private static final int NEWEST_MINOR = 47;
  private static final JsonMapper JSON = new JsonMapper();

  private final EngineClient client;
  private final Duration timeout;
  private volatile @Nullable String prefix;

  ApiVersion(EngineClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  /** What paths begin with, such as {@code /v1.41}. */
  String prefix() throws RuntimeFailure {
    String known = prefix;
    if (known == null) {
      known = "/v%d.%d".formatted(MAJOR, negotiate());
      prefix = known;
    }
    return known;
  }

  private int negotiate() throws RuntimeFailure {
    JsonNode said = said(client.call(EngineCall.get("/version", timeout)));
    int newest = minor(said.path("ApiVersion").asText());
    int oldest = minor(said.path("MinAPIVersion").asText("1.0"));
    int common = Math.min(NEWEST_MINOR, newest);
    if (common < OLDEST_MINOR || common < oldest) {
      throw unusable(
          "versions 1.%d to 1.%d of the Docker API".formatted(Math.max(oldest, 0), newest));
    }
    return common;
  }

  private JsonNode said(EngineReply reply) throws RuntimeFailure {
    try {
      return JSON.readTree(reply.text());
    } catch (JsonProcessingException e) {
      throw unusable("something other than the Docker API");
    }
  }

  private static int minor(String version) {
    return version.matches("1\\.\\d{1,4}") ? Integer.parseInt(version.substring(2)) : -1;
  }

  private RuntimeFailure unusable(String speaks) {
    return new RuntimeFailure(
        FailureCode.ENGINE_VERSION,
        "the container engine at %s speaks %s: use one that speaks any of 1.%d to 1.%d"
            .formatted(client.name(), speaks, OLDEST_MINOR, NEWEST_MINOR));
  }
}
