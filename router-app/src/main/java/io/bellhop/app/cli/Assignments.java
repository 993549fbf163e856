package io.bellhop.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.model.InvalidValueException;
import java.util.Arrays;
import java.util.List;

/** Reads {@code timeouts.firstByteMillis=5000} as a merge patch (RFC 7396). */
final class Assignments {
  // A cron expression begins like a number, and is none.
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Assignments() {}

  /** Puts each into the patch; {@code key=} removes what is set, so that the default holds. */
  static void putInto(ObjectNode patch, List<String> assignments) {
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new InvalidValueException(
            "'%s' is not valid: use KEY=VALUE, as timeouts.firstByteMillis=5000"
                .formatted(assignment));
      }
      put(patch, assignment.substring(0, equals), value(assignment.substring(equals + 1)));
    }
  }

  private static void put(ObjectNode patch, String key, JsonNode value) {
    List<String> segments = Arrays.asList(key.split("\\.", -1));
    ObjectNode parent = patch;
    for (String segment : segments.subList(0, segments.size() - 1)) {
      parent = parent.get(segment) instanceof ObjectNode known ? known : parent.putObject(segment);
    }
    parent.set(segments.get(segments.size() - 1), value);
  }

  /** Numbers, true, false, lists and objects are what they look like; all else is text. */
  private static JsonNode value(String text) {
    if (text.isEmpty()) {
      return NullNode.getInstance();
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.textNode(text);
    }
  }
}
