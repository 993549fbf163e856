package io.bellhop.agent.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.model.run.TerminalSize;
import io.netty.channel.Channel;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The calls of the Docker Engine API that are needed here. Thread safe. */
final class Engine implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration STOP_MARGIN = Duration.ofSeconds(15);

  private final EngineClient client;
  private final ApiVersion version;
  private final DockerSettings settings;

  Engine(EngineClient client, DockerSettings settings) {
    this.client = client;
    this.settings = settings;
    this.version = new ApiVersion(client, settings.callTimeout());
  }

  /** The engine's address, for messages. */
  String name() {
    return client.name();
  }

  /** Finds out whether the engine answers, in the time of a short call. */
  void ping() throws RuntimeFailure {
    EngineCall call = EngineCall.get("/_ping", settings.callTimeout());
    checked(call, call(call));
  }

  /** The id of the new container; empty where the name is taken. */
  Optional<String> create(String name, ObjectNode container) throws RuntimeFailure {
    EngineCall call =
        EngineCall.post(
            "/containers/create?name=" + encoded(name),
            container.toString(),
            settings.startTimeout());
    EngineReply reply = call(call);
    if (EngineRefusals.nameTaken(reply.status(), reply.text())) {
      return Optional.empty();
    }
    return Optional.of(json(checked(call, reply)).path("Id").asText());
  }

  void start(String id) throws RuntimeFailure {
    EngineCall call = EngineCall.post("/containers/" + id + "/start", settings.startTimeout());
    checked(call, call(call));
  }

  /** SIGTERM, then SIGKILL after the grace; no error where it ended or is gone. */
  void stop(String id, Duration grace) throws RuntimeFailure {
    // The API counts in seconds; half a second of grace must not become none.
    long seconds = Math.max(1, grace.plusMillis(999).toSeconds());
    String path = "/containers/" + id + "/stop?t=" + seconds;
    EngineCall call = EngineCall.post(path, Duration.ofSeconds(seconds).plus(STOP_MARGIN));
    EngineReply reply = call(call);
    if (!gone(reply)) {
      checked(call, reply);
    }
  }

  Optional<JsonNode> inspect(String idOrName) throws RuntimeFailure {
    EngineCall call =
        EngineCall.get("/containers/" + encoded(idOrName) + "/json", settings.callTimeout());
    EngineReply reply = call(call);
    return gone(reply) ? Optional.empty() : Optional.of(json(checked(call, reply)));
  }

  JsonNode list(String label) throws RuntimeFailure {
    String filters = encoded(filters(Map.of("label", label)));
    EngineCall call =
        EngineCall.get("/containers/json?all=true&filters=" + filters, settings.callTimeout());
    return json(checked(call, call(call)));
  }

  void remove(String id) throws RuntimeFailure {
    EngineCall call =
        EngineCall.delete("/containers/" + id + "?force=true&v=true", settings.callTimeout());
    EngineReply reply = call(call);
    if (!gone(reply)) {
      checked(call, reply);
    }
  }

  /** The last lines as the engine frames them. */
  byte[] lastLog(String id, int lines) throws RuntimeFailure {
    EngineCall call =
        EngineCall.get(
            "/containers/" + id + "/logs?stdout=true&stderr=true&timestamps=true&tail=" + lines,
            settings.callTimeout());
    return checked(call, call(call)).bytes();
  }

  EngineStream followLog(String id, Instant since, EngineStream.Sink sink) throws RuntimeFailure {
    String from = "%d.%09d".formatted(since.getEpochSecond(), since.getNano());
    String path =
        "/containers/" + id + "/logs?follow=true&stdout=true&stderr=true&timestamps=true&since=";
    return client.stream(
        EngineCall.get(version.prefix() + path + from, settings.callTimeout()), sink);
  }

  /** Takes the streams of a container, which go to the handler. */
  Channel attach(String id, UpgradeHandler handler) throws RuntimeFailure {
    String path = "/containers/" + id + "/attach?stream=true&stdin=true&stdout=true&stderr=true";
    return client.upgrade(
        EngineCall.post(path, settings.callTimeout()).under(version.prefix()), handler);
  }

  void resize(String id, TerminalSize size) throws RuntimeFailure {
    String path = "/containers/%s/resize?h=%d&w=%d".formatted(id, size.rows(), size.columns());
    EngineCall call = EngineCall.post(path, settings.callTimeout());
    checked(call, call(call));
  }

  /** What happens to the containers of a label, one JSON object to a line. */
  EngineStream events(String label, EngineStream.Sink sink) throws RuntimeFailure {
    String filters = filters(Map.of("type", "container", "label", label));
    String path = version.prefix() + "/events?filters=" + encoded(filters);
    return client.stream(EngineCall.get(path, settings.callTimeout()), sink);
  }

  /** Pulls an image; what the engine says against it, or nothing. */
  Optional<String> pull(String image) throws RuntimeFailure {
    EngineCall call =
        EngineCall.post("/images/create?fromImage=" + encoded(image), settings.pullTimeout());
    EngineReply reply = call(call);
    if (!reply.ok()) {
      return Optional.of(message(reply));
    }
    // A pull that fails has begun to answer by then, with 200; its last word is the error.
    return reply
        .text()
        .lines()
        .map(Engine::parsed)
        .map(line -> line.path("error").asText())
        .filter(error -> !error.isEmpty())
        .findFirst();
  }

  private EngineReply call(EngineCall call) throws RuntimeFailure {
    return client.call(call.under(version.prefix()));
  }

  private static boolean gone(EngineReply reply) {
    return EngineRefusals.gone(reply.status(), reply.text());
  }

  private EngineReply checked(EngineCall call, EngineReply reply) throws RuntimeFailure {
    if (!reply.ok()) {
      throw EngineRefusals.of(client.name(), call, reply.status(), message(reply));
    }
    return reply;
  }

  private static String message(EngineReply reply) {
    String message = parsed(reply.text()).path("message").asText();
    return message.isEmpty() ? reply.text().strip() : message;
  }

  private JsonNode json(EngineReply reply) throws RuntimeFailure {
    try {
      return JSON.readTree(reply.text());
    } catch (JsonProcessingException e) {
      throw new RuntimeFailure(
          FailureCode.ENGINE_REFUSED,
          "the container engine at %s does not answer in JSON: see that it speaks the Docker API"
              .formatted(client.name()),
          e);
    }
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  private static String filters(Map<String, String> wanted) {
    ObjectNode filters = JSON.createObjectNode();
    wanted.forEach((key, value) -> filters.putArray(key).add(value));
    return filters.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.close();
  }
}
