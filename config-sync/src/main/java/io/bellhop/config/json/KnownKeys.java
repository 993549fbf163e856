package io.bellhop.config.json;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** The keys that a record of the wire may have, sections included, as {@code health.path}. */
final class KnownKeys {
  private KnownKeys() {}

  static List<String> of(Class<?> wire) {
    List<String> keys = new ArrayList<>();
    collect(wire, "", keys);
    return List.copyOf(keys);
  }

  private static void collect(Class<?> wire, String prefix, List<String> keys) {
    if (wire.isRecord()) {
      for (RecordComponent field : wire.getRecordComponents()) {
        keys.add(prefix + field.getName());
        collect(field.getType(), prefix + field.getName() + ".", keys);
      }
    }
  }
}
