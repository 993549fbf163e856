package io.bellhop.app.logs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One line that a run printed.
 *
 * @param at when, as its agent noted it
 * @param output {@code out} or {@code err}
 * @param next the offset after it, from which a reader that has it goes on
 */
public record RunLine(String at, String output, String text, long next) {

  /** Reads lines as they stand in the agent's file. */
  static List<RunLine> read(String piece, long offset) {
    List<RunLine> lines = new ArrayList<>();
    long next = offset;
    for (String line : piece.split("\n", -1)) {
      next += line.getBytes(StandardCharsets.UTF_8).length + 1;
      String[] parts = line.split(" ", 3);
      if (parts.length == 3) {
        lines.add(new RunLine(parts[0], parts[1], parts[2], next));
      }
    }
    return lines;
  }

  /** As the admin API shows it. */
  public ObjectNode tree() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("at", at)
        .put("output", output)
        .put("text", text);
  }
}
