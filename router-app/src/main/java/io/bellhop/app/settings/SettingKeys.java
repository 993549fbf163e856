package io.bellhop.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The keys that settings may have. */
final class SettingKeys {
  private SettingKeys() {}

  /** Every key in a tree, sections included, as {@code router.timeouts.head}. */
  static List<String> of(JsonNode tree) {
    List<String> keys = new ArrayList<>();
    collect(tree, "", keys);
    return List.copyOf(keys);
  }

  private static void collect(JsonNode node, String prefix, List<String> keys) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String key = prefix + field.getKey();
      keys.add(key);
      collect(field.getValue(), key + ".", keys);
    }
  }
}
