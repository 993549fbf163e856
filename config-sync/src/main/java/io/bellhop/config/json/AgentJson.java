package io.bellhop.config.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.InstanceState;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.Boot;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.SlotHolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes what agents keep in ZooKeeper. Every {@code read} throws {@link
 * InvalidValueException} with a message that names the field. Thread safe.
 */
public final class AgentJson {
  // Maps have no order of their own: the same spec must come to the same bytes.
  private static final JsonMapper ORDERED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private AgentJson() {}

  /** Writes a slot that is claimed; ready at once where its instance runs already. */
  public static byte[] claimed(AgentId agent, Optional<BackendAddress> running) {
    return slot(
        running.isPresent() ? InstanceState.READY : InstanceState.STARTING,
        running,
        Optional.empty(),
        agent,
        Optional.empty());
  }

  /** Writes a slot with the instance in it. */
  public static byte[] published(
      InstanceState state, BackendAddress address, Claim claim, Optional<Boot> boot) {
    return slot(state, Optional.of(address), Optional.of(claim.generation()), claim.agent(), boot);
  }

  private static byte[] slot(
      InstanceState state,
      Optional<BackendAddress> address,
      Optional<Long> generation,
      AgentId agent,
      Optional<Boot> boot) {
    return bytes(
        new InstanceJson(
            state.wireName(),
            address.map(BackendAddress::toString).orElse(null),
            generation.orElse(null),
            agent.value(),
            boot.map(InstanceJson.BootJson::of).orElse(null)));
  }

  /** Reads how the instance in a slot came up; empty where nobody said. */
  public static Optional<Boot> readBoot(byte[] json) {
    InstanceJson slot = Mappers.read(Mappers.LENIENT, InstanceJson.class, json);
    return Optional.ofNullable(slot.boot()).map(InstanceJson.BootJson::toModel);
  }

  /**
   * Reads who has a slot.
   *
   * @param created the transaction that made the node
   */
  public static SlotHolder readHolder(byte[] json, long created) {
    InstanceJson slot = Mappers.read(Mappers.LENIENT, InstanceJson.class, json);
    if (slot.agent() == null) {
      throw new InvalidValueException("field 'agent' is missing: name who runs the instance");
    }
    InstanceState state =
        slot.state() == null ? InstanceState.READY : InstanceState.fromWireName(slot.state());
    return new SlotHolder(new AgentId(slot.agent()), created, state);
  }

  /** Reads what an agent says of itself. */
  public static AgentInfo readAgent(AgentId id, byte[] json) {
    return Mappers.read(Mappers.LENIENT, AgentInfoJson.class, json).toModel(id);
  }

  /** Writes what an agent says of itself. */
  public static byte[] write(AgentInfo agent) {
    return bytes(AgentInfoJson.of(agent));
  }

  /** Reads why starts are held back. */
  public static CrashLoop readCrashLoop(byte[] json) {
    return Mappers.read(Mappers.LENIENT, CrashLoopJson.class, json).toModel();
  }

  /** Writes why starts are held back. */
  public static byte[] write(CrashLoop loop) {
    return bytes(CrashLoopJson.of(loop));
  }

  /** Reads what happened to instances. */
  public static List<InstanceEvent> readEvents(byte[] json) {
    return Mappers.read(Mappers.LENIENT, EventsJson.class, json).toModel();
  }

  /** Writes what happened to instances. */
  public static byte[] write(List<InstanceEvent> events) {
    return bytes(EventsJson.of(events));
  }

  /** Reads one thing that happened, as {@link #tree(InstanceEvent)} shows it. */
  public static InstanceEvent readEvent(byte[] json) {
    return Mappers.read(Mappers.LENIENT, EventsJson.Event.class, json).toModel();
  }

  /** What happened, to be made part of a larger answer. */
  public static JsonNode tree(InstanceEvent event) {
    return Mappers.LENIENT.valueToTree(EventsJson.Event.of(event));
  }

  /** A number that is the same for equal specs, and as good as never for others; 0 or more. */
  public static long revision(LaunchSpec spec) {
    try {
      byte[] json = ORDERED.writeValueAsBytes(LaunchJson.of(spec));
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(json);
      return ByteBuffer.wrap(hash).getLong() & Long.MAX_VALUE;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(new IOException("cannot write " + spec, e));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] bytes(Object wire) {
    try {
      return Mappers.LENIENT.writeValueAsBytes(wire);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(new IOException("cannot write " + wire, e));
    }
  }
}
