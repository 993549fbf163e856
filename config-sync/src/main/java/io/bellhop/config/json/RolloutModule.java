package io.bellhop.config.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategy;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedField;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.RouterId;
import io.bellhop.model.rollout.DrainOutcome;
import io.bellhop.model.rollout.RolloutCommand;
import io.bellhop.model.rollout.RolloutDirection;
import io.bellhop.model.rollout.RolloutOutcome;
import io.bellhop.model.rollout.RolloutPhase;
import io.bellhop.model.sleep.Keeper;
import io.bellhop.model.sleep.SleepAttempt;
import io.bellhop.model.wake.WakeCause;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** How the model's small values look in JSON: names as text, durations in milliseconds. */
final class RolloutModule {
  private RolloutModule() {}

  static JsonMapper mapper(JsonMapper like) {
    SimpleModule module = new SimpleModule("bellhop-rollouts");
    text(module, AppName.class, AppName::value, AppName::new);
    text(module, DeploymentName.class, DeploymentName::value, DeploymentName::new);
    text(module, RouterId.class, RouterId::value, RouterId::new);
    text(module, RolloutPhase.class, RolloutPhase::wireName, RolloutPhase::fromWireName);
    text(module, RolloutOutcome.class, RolloutOutcome::wireName, RolloutOutcome::fromWireName);
    text(module, RolloutCommand.class, RolloutCommand::wireName, RolloutCommand::fromWireName);
    text(
        module, RolloutDirection.class, RolloutDirection::wireName, RolloutDirection::fromWireName);
    text(module, Keeper.Kind.class, Keeper.Kind::wireName, RolloutModule::keeperKind);
    lowerCase(module, SleepAttempt.State.class);
    lowerCase(module, WakeCause.Agent.class);
    keys(module, DeploymentName.class, DeploymentName::new);
    keys(module, RouterId.class, RouterId::new);
    module.addSerializer(new DurationWriter());
    module.addDeserializer(Duration.class, new DurationReader());
    module.addSerializer(new DrainOutcomes.Writer());
    module.addDeserializer(DrainOutcome.class, new DrainOutcomes.Reader());
    return like.rebuild()
        // A list that an earlier version did not write.
        .withConfigOverride(
            List.class,
            list -> list.setSetterInfo(JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.FAIL)))
        // What is derived, as isFullySwitched(), is no component and nothing to be written.
        .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
        .propertyNamingStrategy(new MillisNames())
        .addModule(new Jdk8Module())
        .addModule(module)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
        .build();
  }

  private static <T> void text(
      SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
    module.addSerializer(
        type,
        new StdSerializer<T>(type) {
          private static final long serialVersionUID = 1L;

          @Override
          public void serialize(T value, JsonGenerator out, SerializerProvider provider)
              throws IOException {
            out.writeString(write.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new StdDeserializer<T>(type) {
          private static final long serialVersionUID = 1L;

          @Override
          public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return read.apply(_parseString(in, context, this));
          }
        });
  }

  private static Keeper.Kind keeperKind(String text) {
    return constant(Keeper.Kind.class, text.replace('-', '_'));
  }

  private static <E extends Enum<E>> void lowerCase(SimpleModule module, Class<E> type) {
    text(
        module, type, value -> value.name().toLowerCase(Locale.ROOT), text -> constant(type, text));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String text) {
    try {
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(
          "'%s' is not one of %s".formatted(text, Arrays.toString(type.getEnumConstants())));
    }
  }

  private static <T> void keys(SimpleModule module, Class<T> type, Function<String, T> read) {
    module.addKeyDeserializer(
        type,
        new KeyDeserializer() {
          @Override
          public Object deserializeKey(String key, DeserializationContext context) {
            return read.apply(key);
          }
        });
  }

  /** Says the unit where the type does not. */
  private static final class MillisNames extends PropertyNamingStrategy {
    private static final long serialVersionUID = 1L;

    @Override
    public String nameForField(MapperConfig<?> config, AnnotatedField field, String name) {
      return named(field, name);
    }

    @Override
    public String nameForGetterMethod(MapperConfig<?> config, AnnotatedMethod method, String name) {
      return named(method, name);
    }

    @Override
    public String nameForConstructorParameter(
        MapperConfig<?> config, AnnotatedParameter parameter, String name) {
      return named(parameter, name);
    }

    private static String named(Annotated annotated, String name) {
      var type = annotated.getType();
      boolean duration =
          type.hasRawClass(Duration.class)
              || (type.containedTypeCount() == 1
                  && type.containedType(0).hasRawClass(Duration.class));
      return duration ? name + "Millis" : name;
    }
  }

  private static final class DurationWriter extends StdSerializer<Duration> {
    private static final long serialVersionUID = 1L;

    DurationWriter() {
      super(Duration.class);
    }

    @Override
    public void serialize(Duration value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeNumber(value.toMillis());
    }
  }

  private static final class DurationReader extends StdDeserializer<Duration> {
    private static final long serialVersionUID = 1L;

    DurationReader() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return Duration.ofMillis(_parseLongPrimitive(in, context));
    }
  }
}
