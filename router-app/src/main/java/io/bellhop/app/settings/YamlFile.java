package io.bellhop.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads {@code bellhop.yaml}: YAML 1.2, one document, no key twice. */
final class YamlFile {
  private YamlFile() {}

  /** The file's content; empty where it holds nothing but comments. */
  static SettingsLayer read(Path file) throws SettingsException {
    JsonNode root = new ObjectMapper().valueToTree(parse(file, text(file)));
    if (root == null || root.isNull()) {
      return new SettingsLayer(file.toString(), JsonNodeFactory.instance.objectNode());
    }
    if (root instanceof ObjectNode values) {
      return new SettingsLayer(file.toString(), values);
    }
    throw new SettingsException(
        "%s: holds %s instead of keys with values, such as `zookeeper:`"
            .formatted(file, Form.of(root)));
  }

  private static String text(Path file) throws SettingsException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new SettingsException(
          "%s does not exist: name an existing file with --config".formatted(file), e);
    } catch (IOException e) {
      throw new SettingsException(
          "%s cannot be read (%s): make it a UTF-8 file this user may read".formatted(file, e), e);
    }
  }

  private static @Nullable Object parse(Path file, String text) throws SettingsException {
    LoadSettings rules =
        LoadSettings.builder().setAllowDuplicateKeys(false).setLabel(file.toString()).build();
    try {
      return new Load(rules).loadFromString(text);
    } catch (YamlEngineException e) {
      throw new SettingsException("%s: not valid YAML: %s".formatted(file, e.getMessage()), e);
    }
  }
}
