package io.bellhop.app.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The environment's variables that hold secrets, and the settings they stand for. */
enum SecretVariable {
  BELLHOP_TOKEN("admin.token"),
  BELLHOP_ZOOKEEPER_DIGEST("zookeeper.digest"),
  BELLHOP_STICKY_KEY("router.sticky.key");

  private final String key;

  SecretVariable(String key) {
    this.key = key;
  }

  static List<SettingsLayer> presentIn(Map<String, String> environment) {
    return Arrays.stream(values())
        .filter(variable -> !environment.getOrDefault(variable.name(), "").isEmpty())
        .map(
            variable ->
                SettingsLayer.of(
                    "environment variable " + variable.name(),
                    variable.key,
                    environment.getOrDefault(variable.name(), "")))
        .toList();
  }
}
