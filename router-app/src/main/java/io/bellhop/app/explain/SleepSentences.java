package io.bellhop.app.explain;

import io.bellhop.model.TrafficMode;
import io.bellhop.model.sleep.Keeper;
import io.bellhop.model.sleep.RestEntry;
import io.bellhop.model.sleep.SleepAttempt;
import io.bellhop.model.sleep.SleepStatus;
import io.bellhop.model.sleep.WakeEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Why an app is awake, or how it came to sleep; when it was woken and what that cost. */
final class SleepSentences {
  private static final int WAKES_TOLD = 3;

  private final SleepStatus status;
  private final Instant now;

  private SleepSentences(SleepStatus status, Instant now) {
    this.status = status;
    this.now = now;
  }

  static List<String> of(SleepStatus status, Instant now) {
    return new SleepSentences(status, now).all();
  }

  private List<String> all() {
    List<String> sentences = new ArrayList<>();
    if (status.traffic().mode() == TrafficMode.ASLEEP) {
      sentences.add("It sleeps: the next request wakes it.");
    }
    for (Keeper keeper : status.keepers()) {
      sentences.add("It does not sleep: " + keeper.message() + ".");
    }
    attempt().ifPresent(sentences::add);
    status.ledger().rests().stream().limit(1).map(this::rest).forEach(sentences::add);
    status.ledger().wakes().stream().limit(WAKES_TOLD).map(this::wake).forEach(sentences::add);
    if (!status.ledger().wakes().isEmpty()) {
      sentences.add(cost());
    }
    return sentences;
  }

  private Optional<String> attempt() {
    return status
        .attempt()
        .filter(attempt -> attempt.state() != SleepAttempt.State.ASLEEP)
        .map(
            attempt ->
                "The last time that it was to sleep, %s, %s."
                    .formatted(ago(attempt.sinceMillis()), ended(attempt)));
  }

  private String ended(SleepAttempt attempt) {
    if (attempt.calledOffBy().isPresent()) {
      return "that was called off: " + attempt.calledOffBy().get().message();
    }
    return attempt.epoch() == status.traffic().epoch()
        ? "is not over: the routers are asked whether anything is under way"
        : "a request called that off";
  }

  private String rest(RestEntry latest) {
    return latest.restsWith().isPresent()
        ? "It began to rest %s.".formatted(ago(latest.atMillis()))
        : "It last rested until %s: %s.".formatted(ago(latest.atMillis()), latest.reason());
  }

  private String wake(WakeEntry entry) {
    StringBuilder told = new StringBuilder("It was woken ");
    told.append(ago(entry.atMillis())).append(" by ").append(by(entry));
    if (entry.held() > 0) {
      told.append(", ").append(entry.held()).append(" held");
    }
    if (!entry.outcome().isEmpty()) {
      told.append(": ").append(entry.outcome());
    }
    told.append(phases(entry));
    if (entry.asleepAtMillis() > 0) {
      told.append("; asleep again ").append(ago(entry.asleepAtMillis()));
    }
    long cost = entry.instanceSeconds(now.toEpochMilli());
    told.append("; about ").append(cost).append(" s of instance time");
    return told.append(entry.asleepAtMillis() > 0 ? "." : " so far.").toString();
  }

  /** Each phase by its end, counted from the first request; what is not known is left out. */
  private static String phases(WakeEntry entry) {
    Map<String, Optional<Duration>> ends = new LinkedHashMap<>();
    ends.put("called", entry.called());
    ends.put("claimed", entry.claimed());
    ends.put("started", entry.started());
    ends.put("listened", entry.listens());
    ends.put("healthy", entry.healthy());
    ends.put("first byte", entry.firstByte());
    StringBuilder told = new StringBuilder();
    ends.forEach(
        (phase, end) ->
            end.ifPresent(
                time ->
                    told.append(
                        (told.isEmpty() ? "; %s after %d ms" : ", %s %d")
                            .formatted(phase, time.toMillis()))));
    return told.toString();
  }

  private static String by(WakeEntry entry) {
    String agent = entry.cause().agent().name().toLowerCase(Locale.ROOT);
    return entry.cause().path().equals("-")
        ? "an " + agent + " through router " + entry.router()
        : "a %s for %s%s through router %s"
            .formatted(agent, entry.cause().host(), entry.cause().path(), entry.router());
  }

  private String cost() {
    long millis = now.toEpochMilli();
    return "Woken %d times within an hour; %d instance minutes used today (UTC)."
        .formatted(
            status.ledger().wakesInLastHour(millis), status.ledger().usedMinutesToday(millis));
  }

  private String ago(long millis) {
    Duration past = Duration.between(Instant.ofEpochMilli(millis), now);
    return Words.time(past.isNegative() ? Duration.ZERO : past.truncatedTo(ChronoUnit.SECONDS))
        + " ago";
  }
}
