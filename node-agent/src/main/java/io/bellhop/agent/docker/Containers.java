package io.bellhop.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.agent.runtime.Ending;
import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.run.Attachment;
import io.bellhop.model.run.TerminalSize;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Containers as the API has them, in both directions. */
final class Containers {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long NANO_CPUS = 1_000_000;

  // Podman says of these that they do not run; in the first, the grace of a stop goes on.
  private static final Set<String> ALIVE = Set.of("stopping", "paused");

  private final AgentId agent;
  private final DockerSettings settings;

  Containers(AgentId agent, DockerSettings settings) {
    this.agent = agent;
    this.settings = settings;
  }

  /** What to create for an order. */
  ObjectNode body(LaunchOrder order) {
    LaunchSpec spec = order.spec();
    ObjectNode body = JSON.createObjectNode();
    body.put("Image", spec.image());
    if (!spec.command().isEmpty()) {
      ArrayNode command = body.putArray("Cmd");
      spec.command().forEach(command::add);
    }
    ArrayNode environment = body.putArray("Env");
    order.environment(spec.port()).forEach((key, value) -> environment.add(key + "=" + value));
    Labels.write(body.putObject("Labels"), agent, order);
    order.attachment().ifPresent(attachment -> attach(body, attachment));
    ObjectNode host = body.putObject("HostConfig");
    order.attachment().flatMap(Attachment::terminal).ifPresent(size -> consoleSize(host, size));
    limits(host, spec);
    if (order.listens()) {
      body.putObject("ExposedPorts").putObject(portKey(spec.port()));
      publish(host, spec);
    }
    return body;
  }

  private static void attach(ObjectNode body, Attachment attachment) {
    body.put("OpenStdin", true);
    // The end of its client's input is the end of its own.
    body.put("StdinOnce", true);
    body.put("AttachStdin", true);
    body.put("AttachStdout", true);
    body.put("AttachStderr", true);
    body.put("Tty", attachment.terminal().isPresent());
  }

  /** Of API 1.42 and later; older engines do not read it. */
  private static void consoleSize(ObjectNode host, TerminalSize size) {
    host.putArray("ConsoleSize").add(size.rows()).add(size.columns());
  }

  private static void limits(ObjectNode host, LaunchSpec spec) {
    host.put("Memory", spec.size().memoryBytes());
    // The same as memory means no swap beside it: the limit is the size that is paid for.
    host.put("MemorySwap", spec.size().memoryBytes());
    host.put("NanoCpus", spec.size().cpuMillis() * NANO_CPUS);
  }

  private void publish(ObjectNode host, LaunchSpec spec) {
    if (settings.reach() == DockerSettings.Reach.PUBLISHED) {
      ObjectNode binding =
          host.putObject("PortBindings").putArray(portKey(spec.port())).addObject();
      binding.put("HostIp", isLoopback(settings.host()) ? "127.0.0.1" : "");
      binding.put("HostPort", "");
    }
  }

  private static boolean isLoopback(String host) {
    return host.startsWith("127.") || host.equals("localhost");
  }

  /** An inspected container; empty where it is not this agent's kind. */
  Optional<Observed> observed(JsonNode inspected, List<String> lastLines) {
    return Labels.read(inspected.path("Config").path("Labels"))
        .map(
            labels ->
                new Observed(
                    new RuntimeId(inspected.path("Id").asText()),
                    labels.slot(),
                    labels.generation(),
                    labels.revision(),
                    address(inspected.path("NetworkSettings"), labels.port()),
                    time(inspected.path("State").path("StartedAt")),
                    running(inspected)
                        ? Optional.empty()
                        : Optional.of(ending(inspected.path("State"), lastLines))));
  }

  /** Whether its log is not taken apart by outputs. */
  static boolean hasTerminal(JsonNode inspected) {
    return inspected.path("Config").path("Tty").asBoolean();
  }

  /** On which it listens, as it was told; 0 where nobody told it. */
  static int port(JsonNode inspected) {
    return Labels.read(inspected.path("Config").path("Labels")).map(Labels::port).orElse(0);
  }

  /** Whether its process is there. */
  static boolean running(JsonNode inspected) {
    JsonNode state = inspected.path("State");
    return state.path("Running").asBoolean() || ALIVE.contains(state.path("Status").asText());
  }

  private Optional<BackendAddress> address(JsonNode network, int port) {
    if (settings.reach() == DockerSettings.Reach.PUBLISHED) {
      int published = network.path("Ports").path(portKey(port)).path(0).path("HostPort").asInt();
      return published == 0
          ? Optional.empty()
          : Optional.of(new BackendAddress(settings.host(), published));
    }
    for (JsonNode each : network.path("Networks")) {
      String address = each.path("IPAddress").asText();
      if (!address.isEmpty()) {
        return Optional.of(new BackendAddress(address, port));
      }
    }
    return Optional.empty();
  }

  private static Ending ending(JsonNode state, List<String> lastLines) {
    return new Ending(
        OptionalInt.of(state.path("ExitCode").asInt()),
        state.path("OOMKilled").asBoolean(),
        time(state.path("FinishedAt")),
        lastLines);
  }

  private static Instant time(JsonNode text) {
    try {
      Instant time = Instant.parse(text.asText());
      // The API's year 1 stands for "never".
      return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  private static String portKey(int port) {
    return port + "/tcp";
  }
}
