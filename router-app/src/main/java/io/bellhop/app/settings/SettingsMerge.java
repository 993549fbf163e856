package io.bellhop.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.json.NearestName;
import java.util.Map;

/** Lays settings over others, taking only keys and forms that are known. */
final class SettingsMerge {
  private final ObjectNode known;

  /**
   * @param known the whole tree of defaults: what is not in it cannot be set
   */
  SettingsMerge(ObjectNode known) {
    this.known = known.deepCopy();
  }

  /** Changes {@code target} in place; nothing is promised of it after an exception. */
  void lay(SettingsLayer layer, ObjectNode target) throws SettingsException {
    lay(layer.source(), layer.values(), target, "");
  }

  private void lay(String source, JsonNode values, ObjectNode target, String prefix)
      throws SettingsException {
    for (Map.Entry<String, JsonNode> field : values.properties()) {
      String key = prefix + field.getKey();
      JsonNode present = target.get(field.getKey());
      if (present == null) {
        throw unknown(source, key);
      }
      if (present instanceof ObjectNode section) {
        laySection(source, key, field.getValue(), section);
      } else {
        checkForm(source, key, field.getValue(), present);
        target.set(field.getKey(), field.getValue());
      }
    }
  }

  private void laySection(String source, String key, JsonNode value, ObjectNode section)
      throws SettingsException {
    // A section whose every line is commented out reads as null, and sets nothing.
    if (!value.isNull()) {
      checkForm(source, key, value, section);
      lay(source, value, section, key + ".");
    }
  }

  private static void checkForm(String source, String key, JsonNode found, JsonNode wanted)
      throws SettingsException {
    if (found.getNodeType() != wanted.getNodeType()
        || (wanted.isIntegralNumber() && !found.isIntegralNumber())) {
      throw new SettingsException(
          "%s: %s must be %s, but is %s"
              .formatted(source, key, Form.of(wanted), Form.describe(found)));
    }
  }

  private SettingsException unknown(String source, String key) {
    String hint =
        NearestName.in(SettingKeys.of(known), key)
            .map(nearest -> "; did you mean " + nearest + "?")
            .orElse("");
    return new SettingsException("%s: unknown key %s%s".formatted(source, key, hint));
  }
}
