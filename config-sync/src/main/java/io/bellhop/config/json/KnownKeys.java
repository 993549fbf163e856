package io.bellhop.config.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The keys that a record of the wire may have, sections included, as {@code health.path}. What
 * users name themselves stands as {@value #NAME}, as {@code schedules.NAME.cron}.
 */
final class KnownKeys {
  static final String NAME = "NAME";

  private KnownKeys() {}

  static List<String> of(Class<?> wire) {
    List<String> keys = new ArrayList<>();
    collect(wire, "", keys);
    return List.copyOf(keys);
  }

  private static void collect(Class<?> wire, String prefix, List<String> keys) {
    if (wire.isRecord()) {
      for (RecordComponent field : wire.getRecordComponents()) {
        String key = prefix + field.getName();
        keys.add(key);
        collect(field.getType(), key + ".", keys);
        collectNamed(field, key + "." + NAME, keys);
      }
    }
  }

  private static void collectNamed(RecordComponent field, String key, List<String> keys) {
    if (Map.class.isAssignableFrom(field.getType())
        && field.getGenericType() instanceof ParameterizedType map) {
      Type value = map.getActualTypeArguments()[1];
      if (value instanceof Class<?> wire && wire.isRecord()) {
        keys.add(key);
        collect(wire, key + ".", keys);
      }
    }
  }
}
