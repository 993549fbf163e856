package io.bellhop.app.settings;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.bellhop.model.InvalidValueException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How settings stand in a file: durations as {@code 10s}, enums in lower case. */
final class SettingsJson {
  private SettingsJson() {}

  static JsonMapper mapper() {
    SimpleModule forms = new SimpleModule("settings");
    forms.addSerializer(Duration.class, new WriteDuration());
    forms.addDeserializer(Duration.class, new ReadDuration());
    forms.addSerializer(new WriteEnum());
    forms.setDeserializerModifier(new EnumsByLowerCaseName());
    return JsonMapper.builder()
        .addModule(forms)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .build();
  }

  static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static final class WriteDuration extends JsonSerializer<Duration> {
    @Override
    public void serialize(Duration value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(DurationText.format(value));
    }
  }

  private static final class ReadDuration extends JsonDeserializer<Duration> {
    @Override
    public Duration deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return DurationText.parse(in.getText());
    }
  }

  @SuppressWarnings("rawtypes")
  private static final class WriteEnum extends JsonSerializer<Enum> {
    @Override
    public Class<Enum> handledType() {
      return Enum.class;
    }

    @Override
    public void serialize(Enum value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(nameOf((Enum<?>) value));
    }
  }

  private static final class EnumsByLowerCaseName extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> modifyEnumDeserializer(
        DeserializationConfig config,
        JavaType type,
        BeanDescription description,
        JsonDeserializer<?> standard) {
      return new ReadEnum(type.getRawClass());
    }
  }

  private static final class ReadEnum extends JsonDeserializer<Object> {
    private final Class<?> type;

    ReadEnum(Class<?> type) {
      this.type = type;
    }

    @Override
    public Object deserialize(JsonParser in, DeserializationContext context) throws IOException {
      String text = in.getText();
      String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
      Object[] constants = type.getEnumConstants();
      return Arrays.stream(constants)
          .filter(constant -> ((Enum<?>) constant).name().equals(name))
          .findFirst()
          .orElseThrow(() -> unknown(text, constants));
    }

    private static InvalidValueException unknown(String text, Object[] constants) {
      String known =
          Arrays.stream(constants)
              .map(constant -> nameOf((Enum<?>) constant))
              .collect(Collectors.joining(", "));
      return new InvalidValueException("'%s' is not known: use one of %s".formatted(text, known));
    }
  }
}
