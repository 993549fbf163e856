package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** JSON merge patch (RFC 7396 §2). */
final class MergePatch {
  private MergePatch() {}

  /** The target with the patch applied; neither argument changes. */
  static ObjectNode apply(JsonNode target, ObjectNode patch) {
    ObjectNode result = target instanceof ObjectNode old ? old.deepCopy() : patch.objectNode();
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      if (field.getValue().isNull()) {
        result.remove(field.getKey());
      } else {
        result.set(field.getKey(), patched(result.path(field.getKey()), field.getValue()));
      }
    }
    return result;
  }

  private static JsonNode patched(JsonNode target, JsonNode patch) {
    return patch instanceof ObjectNode object ? apply(target, object) : patch;
  }
}
