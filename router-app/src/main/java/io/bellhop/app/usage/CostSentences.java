package io.bellhop.app.usage;

import io.bellhop.app.logs.MissingAgent;
import io.bellhop.model.sleep.SleepStatus;
import io.bellhop.model.sleep.WakeLedger;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an app used this month, as the agents metered it, and how often it was woken for that. */
public final class CostSentences {
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("uuuu-MM").withZone(ZoneOffset.UTC);

  private CostSentences() {}

  /**
   * Says it.
   *
   * @param sleep how the app stands between waking and sleeping; empty where that is not known
   */
  public static List<String> of(AppUsage usage, Optional<SleepStatus> sleep) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "In %s (UTC) %s, and %s."
            .formatted(
                MONTH.format(usage.from()),
                sum(usage.instances(), "instance"),
                sum(usage.runs(), "one-off run")));
    sleep.map(status -> woken(usage, status.ledger())).ifPresent(sentences::add);
    for (MissingAgent agent : usage.missing()) {
      sentences.add("What it used there is left out: " + agent.detail() + ".");
    }
    return sentences;
  }

  private static String sum(UsageSum used, String noun) {
    return "%s ran for %d s, %d started minutes"
        .formatted(
            used.lives() == 1 ? "1 " + noun : used.lives() + " " + noun + "s",
            used.seconds(),
            used.startedMinutes());
  }

  private static String woken(AppUsage usage, WakeLedger ledger) {
    long count =
        ledger.wakes().stream()
            .filter(wake -> wake.atMillis() >= usage.from().toEpochMilli())
            .count();
    boolean more = count == WakeLedger.MOST_KEPT;
    return "It was woken %s%d times in that time.".formatted(more ? "at least " : "", count);
  }
}
