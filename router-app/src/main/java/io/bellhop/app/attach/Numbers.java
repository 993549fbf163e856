package io.bellhop.app.attach;

import io.bellhop.model.InvalidValueException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query of numbers, such as {@code offset=5&wait=4000}. */
record Numbers(Map<String, Long> values) {
  static Numbers of(@Nullable String query) {
    Map<String, Long> values = new HashMap<>();
    for (String pair : String.valueOf(query).split("&")) {
      if (!pair.matches("[a-z]+=\\d{1,18}")) {
        throw new InvalidValueException("query '%s' is not one of numbers".formatted(query));
      }
      int split = pair.indexOf('=');
      values.put(pair.substring(0, split), Long.parseLong(pair.substring(split + 1)));
    }
    return new Numbers(Map.copyOf(values));
  }

  /** One of them; 0 where it is not there. */
  long get(String name) {
    return values.getOrDefault(name, 0L);
  }
}
