package io.bellhop.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Holds the README's table of settings against the defaults. */
class ReadmeTest {
  private static final Pattern ROW = Pattern.compile("\\| `([A-Za-z.]+)` \\| `([^`]+)` \\| .+ \\|");

  @Test
  void theTableListsEveryKeyWithItsDefault() throws IOException {
    Map<String, JsonNode> documented = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("README.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        documented.put(row.group(1), yaml(row.group(2)));
      }
    }
    Map<String, JsonNode> defaults = new TreeMap<>();
    collect("", yaml(SettingsPrinter.toYaml(BellhopSettings.DEFAULT)), defaults);
    assertThat(documented).isEqualTo(defaults);
  }

  private static void collect(String prefix, JsonNode section, Map<String, JsonNode> leaves) {
    section
        .properties()
        .forEach(
            field -> {
              String key = prefix + field.getKey();
              if (field.getValue().isObject()) {
                collect(key + ".", field.getValue(), leaves);
              } else {
                leaves.put(key, field.getValue());
              }
            });
  }

  private static JsonNode yaml(String text) {
    Object parsed = new Load(LoadSettings.builder().build()).loadFromString(text);
    return new ObjectMapper().valueToTree(parsed);
  }
}
