package io.bellhop.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.agent.runtime.AttachedStreams;
import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.InstanceRuntime;
import io.bellhop.agent.runtime.LaunchKind;
import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.LogFollowing;
import io.bellhop.agent.runtime.LogSink;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.agent.runtime.RuntimeListener;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.run.Attachment;
import io.bellhop.model.run.TerminalSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Instances as containers of an engine that speaks the Docker Engine API: Docker, or Podman. Labels
 * on the containers say whose they are.
 */
public final class DockerRuntime implements InstanceRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(DockerRuntime.class);
  private static final int LAST_LINES = 20;

  private final Engine engine;
  private final Containers containers;
  private final String label;
  private final Map<RuntimeId, AttachedStreams> attached = new ConcurrentHashMap<>();
  private @Nullable EndWatch watch;

  /**
   * Connects with every call anew, so that an engine that is down now may be up later.
   *
   * <p>Throws {@link io.bellhop.model.InvalidValueException} where the settings make no sense.
   */
  public DockerRuntime(AgentId agent, DockerSettings settings) {
    this(agent, settings, LaunchKind.INSTANCE);
  }

  /** The same for containers of one kind. */
  public DockerRuntime(AgentId agent, DockerSettings settings, LaunchKind kind) {
    engine = new Engine(new EngineClient(EngineEndpoint.of(settings)), settings);
    containers = new Containers(agent, settings);
    label = Labels.filter(agent, kind);
  }

  @Override
  public String kind() {
    return "docker";
  }

  @Override
  public boolean proxiesPorts() {
    return true;
  }

  @Override
  public Observed start(LaunchOrder order) throws RuntimeFailure {
    if (order.spec().image().isEmpty()) {
      throw new RuntimeFailure(
          FailureCode.NOT_SUPPORTED,
          "this agent runs containers and the deployment names no image: give one, or run an agent"
              + " with --runtime process");
    }
    // One that hangs is found out before those who wait for the instance have given up.
    engine.ping();
    Optional<String> created = create(order);
    String id = created.isPresent() ? created.get() : existing(order);
    try {
      if (order.attachment().isPresent()) {
        attach(id, order.attachment().get());
      }
      engine.start(id);
      resize(id, order.attachment().flatMap(Attachment::terminal));
    } catch (RuntimeFailure e) {
      attached(new RuntimeId(id)).ifPresent(AttachedStreams::close);
      engine.remove(id);
      throw e;
    }
    return inspected(id).orElseThrow(() -> vanished(order));
  }

  private void attach(String id, Attachment attachment) throws RuntimeFailure {
    ContainerStreams streams = ContainerStreams.of(engine, id, attachment.terminal().isPresent());
    attached.put(new RuntimeId(id), streams);
  }

  /** An engine takes the size of a terminal only while something runs in it. */
  private void resize(String id, Optional<TerminalSize> terminal) {
    try {
      if (terminal.isPresent()) {
        engine.resize(id, terminal.get());
      }
    } catch (RuntimeFailure e) {
      LOG.debug("container {} ended before its terminal had its size", id, e);
    }
  }

  private Optional<String> create(LaunchOrder order) throws RuntimeFailure {
    try {
      return engine.create(order.name(), containers.body(order));
    } catch (RuntimeFailure e) {
      if (e.code() != FailureCode.IMAGE_MISSING) {
        throw e;
      }
      pull(order.spec().image());
      return engine.create(order.name(), containers.body(order));
    }
  }

  private void pull(String image) throws RuntimeFailure {
    Optional<String> refusal = engine.pull(withTag(image));
    if (refusal.isPresent()) {
      throw new RuntimeFailure(
          FailureCode.IMAGE_MISSING,
          ("image '%s' is not on this host and could not be pulled (%s): push it, correct its name,"
                  + " or log the engine at %s in to its registry")
              .formatted(image, refusal.get(), engine.name()));
    }
  }

  private static String withTag(String image) {
    // Without a tag the API would pull all of them.
    boolean tagged = image.contains("@") || image.indexOf(':', image.lastIndexOf('/') + 1) >= 0;
    return tagged ? image : image + ":latest";
  }

  /** The container of an earlier try at the same order. */
  private String existing(LaunchOrder order) throws RuntimeFailure {
    return engine
        .inspect(order.name())
        .map(found -> found.path("Id").asText())
        .orElseThrow(() -> vanished(order));
  }

  private static RuntimeFailure vanished(LaunchOrder order) {
    return new RuntimeFailure(
        FailureCode.ENGINE_REFUSED,
        "container %s was removed while it was started: see who else removes containers"
            .formatted(order.name()));
  }

  @Override
  public void stop(RuntimeId id, Duration grace) throws RuntimeFailure {
    engine.stop(id.value(), grace);
  }

  @Override
  public Optional<Observed> inspect(RuntimeId id) throws RuntimeFailure {
    return inspected(id.value());
  }

  private Optional<Observed> inspected(String id) throws RuntimeFailure {
    Optional<JsonNode> found = engine.inspect(id);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<String> lines =
        Containers.running(found.get()) || Containers.hasTerminal(found.get())
            ? List.of()
            : ContainerLog.lastLines(engine, id, LAST_LINES);
    return containers.observed(found.get(), lines);
  }

  @Override
  public List<Observed> list() throws RuntimeFailure {
    List<Observed> all = new ArrayList<>();
    for (JsonNode each : engine.list(label)) {
      inspected(each.path("Id").asText()).ifPresent(all::add);
    }
    return all;
  }

  @Override
  public void remove(RuntimeId id) throws RuntimeFailure {
    engine.remove(id.value());
  }

  @Override
  public void watch(RuntimeListener listener) {
    watch = new EndWatch(engine, label, listener);
    watch.open();
  }

  @Override
  public LogFollowing followLogs(Observed instance, LogSink sink) {
    return ContainerLog.follow(engine, instance.id().value(), sink);
  }

  @Override
  public Optional<List<String>> clients(Observed instance) throws RuntimeFailure {
    Optional<JsonNode> found = engine.inspect(instance.id().value());
    return found.flatMap(
        container ->
            ContainerClients.of(
                container.path("State").path("Pid").asLong(),
                instance.slot().instanceId().value(),
                Containers.port(container)));
  }

  @Override
  public Optional<AttachedStreams> attached(RuntimeId id) {
    return Optional.ofNullable(attached.remove(id));
  }

  @Override
  public void close() {
    attached.values().forEach(AttachedStreams::close);
    if (watch != null) {
      watch.close();
    }
    engine.close();
  }
}
