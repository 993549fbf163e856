package io.bellhop.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.json.AppJson;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the README's table of an app's spec against the code that reads it. */
class SpecReadmeTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `([A-Za-z.]+)` \\| (?:`([^`]+)` )?\\| [a-z%]* ?\\| .+ \\|");
  private static final String NAMED = "nightly";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theTableListsEveryField() throws IOException {
    assertThat(documented().keySet()).isEqualTo(leaves());
  }

  @Test
  void everyDefaultIsTheOneThatHolds() throws IOException {
    for (Map.Entry<String, String> row : documented().entrySet()) {
      if (!row.getValue().isEmpty()) {
        ObjectNode spec = specWithRoomFor(row.getKey());
        JsonNode usual = spec.deepCopy();
        set(spec, row.getKey(), JSON.readTree(row.getValue()));
        assertThat(AppJson.tree(read(spec))).as(row.getKey()).isEqualTo(usual);
      }
    }
  }

  /** A spec that has what the field does not stand without. */
  private static ObjectNode specWithRoomFor(String key) {
    ObjectNode spec = JSON.createObjectNode();
    spec.putArray("hosts").add("shop.localhost");
    if (key.matches("health\\.(method|host|identityHeader|m.*)")) {
      spec.putObject("health").put("path", "/up");
    } else if (key.startsWith("sticky.")) {
      spec.putObject("sticky").put("cookie", "instance");
    } else if (key.startsWith("sleep.")) {
      spec.putObject("sleep").put("afterMillis", 1L);
    } else if (key.startsWith("perRequest.")) {
      spec.putObject("perRequest");
    } else if (key.startsWith("schedules.")) {
      ObjectNode schedule = spec.putObject("schedules").putObject(NAMED);
      schedule.put("cron", "0 3 * * *").putArray("command").add("work");
    }
    return spec;
  }

  private static void set(ObjectNode spec, String key, JsonNode value) {
    ObjectNode section = spec;
    String[] segments = key.replace("NAME", NAMED).split("\\.");
    for (int i = 0; i < segments.length - 1; i++) {
      section = section.withObject("/" + segments[i]);
    }
    section.set(segments[segments.length - 1], value);
  }

  private static AppSpec read(ObjectNode spec) {
    return AppJson.strict()
        .readSpec(new AppName("shop"), spec.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Defaults by key; empty where there is none. */
  private static Map<String, String> documented() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("..", "README.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.put(row.group(1), row.group(2) == null ? "" : row.group(2));
      }
    }
    return rows;
  }

  private static Set<String> leaves() {
    return AppJson.specKeys().stream()
        .filter(key -> AppJson.specKeys().stream().noneMatch(any -> any.startsWith(key + ".")))
        .collect(Collectors.toSet());
  }
}
