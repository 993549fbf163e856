package io.bellhop.app.settings;

import com.fasterxml.jackson.databind.JsonNode;

/** Names the forms of values for people who write YAML. */
final class Form {
  private static final int LONGEST_SHOWN = 60;

  private Form() {}

  static String of(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "text";
      case NUMBER -> "a whole number";
      case BOOLEAN -> "true or false";
      case ARRAY -> "a list";
      case OBJECT -> "a section with keys of its own";
      default -> "empty";
    };
  }

  static String describe(JsonNode found) {
    return switch (found.getNodeType()) {
      case NULL, MISSING -> "empty: give it a value or remove the key";
      case NUMBER -> "the number " + found + " (text needs quotes, a duration its unit)";
      case STRING -> "the text " + shortened(found.toString());
      default -> of(found) + " " + shortened(found.toString());
    };
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
  }
}
