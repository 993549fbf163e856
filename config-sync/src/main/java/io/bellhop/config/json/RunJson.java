package io.bellhop.config.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes one-off runs, the same in ZooKeeper and in the admin API. Every {@code read}
 * throws {@link io.bellhop.model.InvalidValueException} with a message that names the field. Thread
 * safe.
 */
public final class RunJson {
  private RunJson() {}

  /** Reads a run; its names stand in its path. */
  public static Run read(RunKey key, byte[] json) {
    return Mappers.read(Mappers.LENIENT, RunEntryJson.class, json).toModel(key);
  }

  /** Reads what a user asks to be run; a field that is not known is refused, by name. */
  public static RunRequest readRequest(byte[] json) {
    return Mappers.read(Mappers.STRICT, RunRequestJson.class, json).toModel();
  }

  /** Writes a run. */
  public static byte[] write(Run run) {
    return bytes(RunEntryJson.of(run));
  }

  /** A run with its names, to be made part of a larger answer. */
  public static ObjectNode tree(Run run) {
    ObjectNode tree = Mappers.LENIENT.createObjectNode();
    tree.put("app", run.key().app().value());
    tree.put("run", run.key().run().value());
    JsonNode rest = Mappers.LENIENT.valueToTree(RunEntryJson.of(run));
    tree.setAll((ObjectNode) rest);
    return tree;
  }

  /** Reads which runs of an app wait and which run. */
  public static RunIndexJson readIndex(byte[] json) {
    return Mappers.read(Mappers.LENIENT, RunIndexJson.class, json);
  }

  /** Writes which runs of an app wait and which run. */
  public static byte[] write(RunIndexJson index) {
    return bytes(index);
  }

  /** Reads {@code {"runs":["shop/mi9x2k3f-7q4zb"]}}: the names of runs of several apps. */
  public static List<String> readNames(byte[] json) {
    List<String> runs = Mappers.read(Mappers.LENIENT, Names.class, json).runs();
    return runs == null ? List.of() : runs;
  }

  /** Writes names of runs. */
  public static byte[] writeNames(List<String> runs) {
    return bytes(new Names(runs));
  }

  private record Names(@Nullable List<String> runs) {}

  private static byte[] bytes(Object wire) {
    try {
      return Mappers.LENIENT.writeValueAsBytes(wire);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(new IOException("cannot write " + wire, e));
    }
  }
}
