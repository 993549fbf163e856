package io.bellhop.router.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The field lines of a message, in the order they came. */
public record Fields(List<Field> lines) {

  /** One field line, without the optional whitespace around the value. */
  public record Field(String name, String value) {}

  /** No fields. */
  public static final Fields NONE = new Fields(List.of());

  /** Copies the list. */
  public Fields {
    lines = List.copyOf(lines);
  }

  static Fields parse(List<String> rawLines) {
    List<Field> fields = new ArrayList<>();
    for (String line : rawLines) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      fields.add(new Field(name, value.replaceAll("^[ \t]+|[ \t]+$", "")));
    }
    return new Fields(fields);
  }

  /** The first value under a name. */
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** The values under a name, a field line each. */
  public List<String> all(String name) {
    return lines.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  /** The values under a name, taken as one comma-separated list, in lower case. */
  public List<String> tokens(String name) {
    List<String> tokens = new ArrayList<>();
    for (String token : String.join(",", all(name)).split(",", -1)) {
      if (!token.isBlank()) {
        tokens.add(token.strip().toLowerCase(Locale.ROOT));
      }
    }
    return tokens;
  }

  /** Whether there is such a field. */
  public boolean has(String name) {
    return !all(name).isEmpty();
  }
}
