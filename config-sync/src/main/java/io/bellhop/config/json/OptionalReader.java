package io.bellhop.config.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A field that may be left out. */
@SuppressWarnings("rawtypes") // Jackson knows a deserializer by its raw type
final class OptionalReader extends StdDeserializer<Optional> implements ContextualDeserializer {
  private static final long serialVersionUID = 1L;

  private final @Nullable JavaType content;

  OptionalReader(@Nullable JavaType content) {
    super(Optional.class);
    this.content = content;
  }

  @Override
  public JsonDeserializer<?> createContextual(
      DeserializationContext context, @Nullable BeanProperty property) {
    JavaType type = property == null ? context.getContextualType() : property.getType();
    return new OptionalReader(type.containedTypeOrUnknown(0));
  }

  @Override
  public Optional deserialize(JsonParser in, DeserializationContext context) throws IOException {
    JavaType type = content == null ? TypeFactory.unknownType() : content;
    return Optional.of(context.readValue(in, type));
  }

  @Override
  public Optional getNullValue(DeserializationContext context) {
    return Optional.empty();
  }

  @Override
  public Object getAbsentValue(DeserializationContext context) {
    return Optional.empty();
  }
}
