package io.bellhop.model;

import java.time.Duration;
import java.util.List;

/**
 * What requests get while an app wakes, and which of them wake it.
 *
 * @param patience a request is held for so long at most while the app wakes
 * @param page whether a browser's navigation is shown a page that waits, where the app is expected
 *     to need longer than {@code pageAfter}
 * @param pageAfter how long a browser's navigation is held before it is shown that page
 * @param monitorPaths GET and HEAD below these path prefixes are answered 200 without waking the
 *     app
 * @param monitorAgents as are those whose {@code User-Agent} contains one of these, whatever the
 *     case of its letters
 * @param showOutput whether clients are shown the last lines that the app printed, where it does
 *     not come up
 * @param budget how often the app may be woken
 */
public record WakeSpec(
    Duration patience,
    boolean page,
    Duration pageAfter,
    List<PathPrefix> monitorPaths,
    List<String> monitorAgents,
    boolean showOutput,
    WakeBudget budget) {
  private static final int MOST_RULES = 50;

  /** What an app gets that asks for nothing else. */
  public static final WakeSpec DEFAULT =
      new WakeSpec(
          Duration.ofSeconds(60),
          true,
          Duration.ofSeconds(3),
          List.of(),
          List.of(),
          false,
          WakeBudget.UNBOUNDED);

  /** Throws {@link InvalidValueException} where a value is out of its bounds. */
  public WakeSpec {
    Bounds.check("wake patience", patience);
    Bounds.check("wake pageAfter", pageAfter);
    Bounds.check("number of wake monitorPaths", monitorPaths.size(), 0, MOST_RULES);
    Bounds.check("number of wake monitorAgents", monitorAgents.size(), 0, MOST_RULES);
    monitorPaths = List.copyOf(monitorPaths);
    monitorAgents = List.copyOf(monitorAgents);
    if (monitorAgents.stream().anyMatch(String::isBlank)) {
      throw new InvalidValueException(
          "wake monitorAgents has an empty text, which every agent contains: leave it out");
    }
  }
}
