package io.bellhop.config.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.RouterId;
import io.bellhop.model.rollout.DrainOutcome;
import io.bellhop.model.rollout.DrainOutcome.Drained;
import io.bellhop.model.rollout.DrainOutcome.Forced;
import io.bellhop.model.rollout.DrainOutcome.Unknown;
import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code {"kind":"drained"}}, {@code {"kind":"unknown","cut":2,"routers":["r1"]}}. */
final class DrainOutcomes {
  private static final String DRAINED = "drained";
  private static final String FORCED = "forced";
  private static final String UNKNOWN = "unknown";

  private record Wire(String kind, int cut, @Nullable List<String> routers) {
    static Wire of(DrainOutcome outcome) {
      if (outcome instanceof Forced forced) {
        return new Wire(FORCED, forced.cut(), null);
      }
      if (outcome instanceof Unknown unknown) {
        List<String> routers = unknown.routers().stream().map(RouterId::value).toList();
        return new Wire(UNKNOWN, unknown.cut(), routers);
      }
      return new Wire(DRAINED, 0, null);
    }

    DrainOutcome toModel() {
      return switch (kind) {
        case DRAINED -> new Drained();
        case FORCED -> new Forced(cut);
        case UNKNOWN -> new Unknown(ids(), cut);
        default ->
            throw new InvalidValueException(
                "drain outcome '%s' is not known: use drained, forced or unknown".formatted(kind));
      };
    }

    private SortedSet<RouterId> ids() {
      SortedSet<RouterId> ids = new TreeSet<>();
      if (routers != null) {
        routers.forEach(id -> ids.add(new RouterId(id)));
      }
      return ids;
    }
  }

  private DrainOutcomes() {}

  static final class Writer extends StdSerializer<DrainOutcome> {
    private static final long serialVersionUID = 1L;

    Writer() {
      super(DrainOutcome.class);
    }

    @Override
    public void serialize(DrainOutcome value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      provider.defaultSerializeValue(Wire.of(value), out);
    }
  }

  static final class Reader extends StdDeserializer<DrainOutcome> {
    private static final long serialVersionUID = 1L;

    Reader() {
      super(DrainOutcome.class);
    }

    @Override
    public DrainOutcome deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      return context.readValue(in, Wire.class).toModel();
    }
  }
}
