package io.bellhop.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Settings from one place, to be laid over those from the places before it.
 *
 * @param source where from, as a message should name it: a file, a variable, an option
 * @param values the settings, nested as in {@code bellhop.yaml}
 */
public record SettingsLayer(String source, ObjectNode values) {

  /** A layer of one text setting, its key given as {@code zookeeper.connect}. */
  public static SettingsLayer of(String source, String key, String value) {
    return of(source, key, JsonNodeFactory.instance.textNode(value));
  }

  /** A layer of one setting, its key given as {@code router.listen}. */
  public static SettingsLayer of(String source, String key, JsonNode value) {
    List<String> segments = List.of(key.split("\\."));
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode parent = root;
    for (String segment : segments.subList(0, segments.size() - 1)) {
      parent = parent.putObject(segment);
    }
    parent.set(segments.get(segments.size() - 1), value);
    return new SettingsLayer(source, root);
  }

  /** The secrets that the environment holds, which belong in no file. */
  public static List<SettingsLayer> ofEnvironment(Map<String, String> environment) {
    return SecretVariable.presentIn(environment);
  }
}
