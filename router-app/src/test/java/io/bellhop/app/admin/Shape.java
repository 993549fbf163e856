package io.bellhop.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Holds an answer against the part of JSON Schema that {@code openapi.yaml} uses. */
final class Shape {
  private Shape() {}

  static void check(JsonNode document, JsonNode schema, JsonNode value) {
    JsonNode resolved =
        schema.has("$ref") ? document.at(schema.path("$ref").asText().substring(1)) : schema;
    assertThat(typeOf(value)).as("%s", value).isEqualTo(resolved.path("type").asText());
    if (resolved.has("enum")) {
      List<String> allowed = new ArrayList<>();
      resolved.path("enum").forEach(each -> allowed.add(each.asText()));
      assertThat(allowed).contains(value.asText());
    }
    resolved
        .path("required")
        .forEach(key -> assertThat(value.has(key.asText())).as("%s in %s", key, value).isTrue());
    value
        .properties()
        .forEach(field -> check(document, resolved, field.getKey(), field.getValue()));
    if (value.isArray()) {
      value.forEach(each -> check(document, resolved.path("items"), each));
    }
  }

  private static void check(JsonNode document, JsonNode schema, String key, JsonNode value) {
    JsonNode property =
        schema.path("properties").has(key)
            ? schema.path("properties").path(key)
            : schema.path("additionalProperties");
    assertThat(property.isObject()).as("the schema knows '%s'", key).isTrue();
    check(document, property, value);
  }

  private static String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      default -> "null";
    };
  }
}
