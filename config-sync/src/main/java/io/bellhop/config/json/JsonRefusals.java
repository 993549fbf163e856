package io.bellhop.config.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.bellhop.model.InvalidValueException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in a user's words why JSON was not accepted. */
final class JsonRefusals {
  private JsonRefusals() {}

  /** Why a value of the given type could not be read. */
  static InvalidValueException of(IOException failure, Class<?> wanted) {
    return new InvalidValueException(
        failure instanceof UnrecognizedPropertyException unknown
            ? unknown(unknown, wanted)
            : message(failure));
  }

  private static String unknown(UnrecognizedPropertyException unknown, Class<?> wanted) {
    String known =
        unknown.getKnownPropertyIds().stream()
            .map(String::valueOf)
            .sorted()
            .collect(Collectors.joining(", "));
    String path = path(unknown);
    String hint =
        NearestName.in(keys(wanted, unknown), path)
            .map(nearest -> "; did you mean '%s'?".formatted(nearest))
            .orElse("");
    return "field '%s' is not known: use %s%s".formatted(path, known, hint);
  }

  /** Where the field is in something that the user named, that name stands in the keys. */
  private static List<String> keys(Class<?> wanted, UnrecognizedPropertyException unknown) {
    List<JsonMappingException.Reference> steps = unknown.getPath();
    String name = steps.size() < 3 ? KnownKeys.NAME : String.valueOf(steps.get(1).getFieldName());
    return KnownKeys.of(wanted).stream()
        .map(key -> key.replace("." + KnownKeys.NAME, "." + name))
        .toList();
  }

  private static String message(IOException failure) {
    if (failure instanceof InvalidNullException nothing) {
      return "field '%s' holds null: give a value or leave it out".formatted(path(nothing));
    }
    if (failure instanceof MismatchedInputException mismatch) {
      return mismatch(mismatch);
    }
    if (failure instanceof JsonMappingException mapping
        && mapping.getCause() instanceof InputCoercionException) {
      return "field '%s' is not valid: the number is out of range".formatted(path(mapping));
    }
    if (failure instanceof JsonProcessingException malformed) {
      return malformed(malformed);
    }
    return "the content cannot be read as JSON: " + failure.getMessage();
  }

  private static String mismatch(MismatchedInputException mismatch) {
    String path = path(mismatch);
    String wanted = wanted(mismatch.getTargetType());
    return path.isEmpty()
        ? "the content is not valid: write %s".formatted(wanted)
        : "field '%s' is not valid: use %s".formatted(path, wanted);
  }

  private static String malformed(JsonProcessingException malformed) {
    JsonLocation at = malformed.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return "not valid JSON%s: %s"
        .formatted(where, malformed.getOriginalMessage().replace('\n', ' '));
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static String wanted(@Nullable Class<?> type) {
    if (type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    if (type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "text";
    }
    if (type != null && Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type == null || Map.class.isAssignableFrom(type) || type.isRecord()
        ? "a JSON object"
        : "a value of another kind";
  }
}
