package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Writes the API's JSON for people. */
final class Show {
  private Show() {}

  static void json(PrintWriter out, JsonNode node) {
    out.println(node.toPrettyString());
    out.flush();
  }

  /** {@code blue=50 green=50}, or a dash. */
  static String weights(JsonNode weights) {
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : weights.properties()) {
      parts.add(field.getKey() + "=" + field.getValue().asText());
    }
    return parts.isEmpty() ? "-" : String.join(" ", parts);
  }

  /** The texts of an array, parted by spaces, or a dash. */
  static String list(JsonNode array) {
    String joined =
        StreamSupport.stream(array.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(" "));
    return joined.isEmpty() ? "-" : joined;
  }

  /** A moment to the second; a dash where it is not known. */
  static String time(JsonNode millis) {
    return millis.isMissingNode()
        ? "-"
        : Instant.ofEpochMilli(millis.asLong()).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A figure; a dash where it is not known. */
  static String figure(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? "-" : node.asText();
  }
}
