package io.bellhop.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes settings as the YAML that would set them, secrets masked. */
public final class SettingsPrinter {
  private static final List<String> SECRET_KEYS =
      List.of("token", "digest", "key", "keyStorePassword", "trustStorePassword");
  private static final String MASK = "********";

  private SettingsPrinter() {}

  /** The whole tree, defaults included. */
  public static String toYaml(BellhopSettings settings) {
    JsonMapper mapper = SettingsJson.mapper();
    ObjectNode tree = mapper.valueToTree(settings);
    mask(tree);
    DumpSettings style = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return new Dump(style).dumpToString(mapper.convertValue(tree, Map.class));
  }

  private static void mask(ObjectNode section) {
    for (Map.Entry<String, JsonNode> field : section.properties()) {
      if (field.getValue() instanceof ObjectNode nested) {
        mask(nested);
      } else if (SECRET_KEYS.contains(field.getKey()) && !field.getValue().asText().isEmpty()) {
        section.put(field.getKey(), MASK);
      }
    }
  }
}
