package io.bellhop.app.news;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.model.news.SleepHistory;
import io.bellhop.model.sleep.RestEntry;
import io.bellhop.model.sleep.SleepAttempt;
import io.bellhop.model.sleep.WakeEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * When an app was woken, how that went, when it slept, and when it rested: out of its ledger, which
 * has each of these from the transaction that brought it about.
 */
public final class SleepNews {
  private static final String NAME = "sleep";

  private SleepNews() {}

  /** All that is kept of it, in no order. */
  public static List<NewsEvent> of(SleepHistory history) {
    List<NewsEvent> events = new ArrayList<>();
    for (WakeEntry entry : history.ledger().wakes()) {
      events.add(woken(entry));
      if (!entry.outcome().isEmpty() && entry.called().isPresent()) {
        events.add(ended(entry));
      }
      if (entry.asleepAtMillis() > 0) {
        events.add(asleep(entry.epoch(), entry.asleepAtMillis()));
      }
    }
    history.ledger().rests().stream().map(SleepNews::rest).forEach(events::add);
    history.attempt().ifPresent(attempt -> events.addAll(of(attempt, history)));
    return events;
  }

  private static NewsEvent rest(RestEntry entry) {
    String kind = entry.restsWith().isPresent() ? "resting" : "resumed";
    String message =
        entry.restsWith().isPresent()
            ? "it rests with %d of each deployment's instances: agents stop the others"
                .formatted(entry.restsWith().getAsInt())
            : "it rests no more: " + entry.reason();
    return event(entry.epoch() + "." + kind, entry.atMillis(), kind, message);
  }

  private static NewsEvent woken(WakeEntry entry) {
    String agent = entry.cause().agent().name().toLowerCase(Locale.ROOT);
    String message =
        entry.cause().path().equals("-")
            ? "woken by an %s through router %s".formatted(agent, entry.router())
            : "woken by a %s for %s%s through router %s"
                .formatted(agent, entry.cause().host(), entry.cause().path(), entry.router());
    return event(entry.epoch() + ".woken", entry.atMillis(), "woken", message);
  }

  private static NewsEvent ended(WakeEntry entry) {
    String key = entry.epoch() + ".ended";
    Duration since = entry.called().orElse(Duration.ZERO);
    if (entry.healthy().isEmpty()) {
      String message = "it did not come up: %s, %d held".formatted(entry.outcome(), entry.held());
      NewsEvent failed = event(key, entry.atMillis(), "wake_failed", message);
      failed.data().put("code", entry.outcome());
      return failed;
    }
    Duration last = entry.firstByte().or(entry::healthy).orElse(since);
    StringBuilder message = new StringBuilder("healthy after ");
    message.append(entry.healthy().get().toMillis()).append(" ms");
    entry
        .firstByte()
        .ifPresent(
            time -> message.append(", first byte after ").append(time.toMillis()).append(" ms"));
    message.append(", ").append(entry.held()).append(" held: ").append(entry.outcome());
    long at = entry.atMillis() + Math.max(0, last.minus(since).toMillis());
    return event(key, at, "wake_ready", message.toString());
  }

  private static NewsEvent asleep(long epoch, long atMillis) {
    return event(epoch + ".asleep", atMillis, "asleep", "it sleeps: the next request wakes it");
  }

  private static List<NewsEvent> of(SleepAttempt attempt, SleepHistory history) {
    if (attempt.calledOffBy().isPresent()) {
      String message =
          "it was to sleep, and that was called off: " + attempt.calledOffBy().get().message();
      return List.of(
          event(attempt.epoch() + ".off", attempt.sinceMillis(), "sleep_called_off", message));
    }
    boolean inLedger =
        history.ledger().wakes().stream()
            .anyMatch(entry -> entry.asleepAtMillis() >= attempt.sinceMillis());
    // The first sleep of all follows no wake.
    return attempt.state() == SleepAttempt.State.ASLEEP && !inLedger
        ? List.of(asleep(attempt.epoch(), attempt.sinceMillis()))
        : List.of();
  }

  private static NewsEvent event(String key, long atMillis, String kind, String message) {
    Instant at = Instant.ofEpochMilli(atMillis);
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("at", at.toString()).put("kind", kind).put("message", message);
    return new NewsEvent("sleep." + key, NAME, at, data);
  }
}
