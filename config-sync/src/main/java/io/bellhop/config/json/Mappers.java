package io.bellhop.config.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bellhop.model.InvalidValueException;
import java.io.IOException;

/** Jackson, set so that what two readers could take differently is refused. */
final class Mappers {
  static final JsonMapper STRICT = mapper(true);
  static final JsonMapper LENIENT = mapper(false);

  private Mappers() {}

  private static JsonMapper mapper(boolean failOnUnknownFields) {
    return JsonMapper.builder()
        .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, failOnUnknownFields)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
        .build();
  }

  /** Reads one value; throws {@link InvalidValueException} where the bytes are no such JSON. */
  static <T> T read(JsonMapper mapper, Class<T> type, byte[] json) {
    if (json.length == 0) {
      throw new InvalidValueException("there is no content: write a JSON object");
    }
    try {
      T value = mapper.readValue(json, type);
      if (value == null) {
        throw new InvalidValueException("the content is null: write a JSON object");
      }
      return value;
    } catch (IOException e) {
      throw JsonRefusals.of(e, type);
    }
  }
}
