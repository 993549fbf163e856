package io.bellhop.config.json;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.launch.InstanceEvent.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code
 * {"events":[{"number":7,"at":"…","kind":"exited","deployment":"v2","slot":0,"agent":"host-a",
 * "message":"…"}]}}.
 */
record EventsJson(@Nullable List<Event> events) {
  // A node has to stay far below ZooKeeper's 1 MB, whatever an instance prints.
  private static final int LONGEST_MESSAGE = 2_000;

  /** One of them. */
  record Event(
      long number,
      @Nullable String at,
      @Nullable String kind,
      @Nullable String deployment,
      @Nullable Integer slot,
      @Nullable String agent,
      @Nullable String message) {

    static Event of(InstanceEvent event) {
      String message = event.message();
      return new Event(
          event.number(),
          event.at().toString(),
          event.kind().wireName(),
          event.deployment().value(),
          event.slot().isPresent() ? event.slot().getAsInt() : null,
          event.agent().value(),
          message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)));
    }

    boolean isKnown() {
      return Stream.of(Kind.values()).anyMatch(each -> each.wireName().equals(kind));
    }

    InstanceEvent toModel() {
      try {
        return new InstanceEvent(
            number,
            Instant.parse(at + ""),
            Kind.valueOf((kind + "").toUpperCase(Locale.ROOT)),
            new DeploymentName(deployment + ""),
            slot == null ? OptionalInt.empty() : OptionalInt.of(slot),
            new AgentId(agent + ""),
            message == null ? "" : message);
      } catch (DateTimeException | IllegalArgumentException e) {
        throw new InvalidValueException("event %d is not valid: %s".formatted(number, e));
      }
    }
  }

  static EventsJson of(List<InstanceEvent> events) {
    return new EventsJson(events.stream().map(Event::of).toList());
  }

  /** Those of a kind that this release knows: another of the cluster may be ahead of it. */
  List<InstanceEvent> toModel() {
    return events == null
        ? List.of()
        : events.stream().filter(Event::isKnown).map(Event::toModel).toList();
  }
}
