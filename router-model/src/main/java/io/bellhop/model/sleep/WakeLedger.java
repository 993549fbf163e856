package io.bellhop.model.sleep;

import io.bellhop.model.RouterId;
import io.bellhop.model.wake.WakeReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When an app was woken, how that went, and what it cost; and when it rested.
 *
 * @param wakes the latest, the newest first; at most {@link #MOST_KEPT}
 * @param perMinute how often it was woken in each of the last 60 minutes, counted since 1970
 * @param usedDay the day of UTC, counted since 1970, that {@code usedMinutes} are of
 * @param usedMinutes minutes begun from a wake until it slept again, times the instances that the
 *     wake asked for; those of the present wake come in when it sleeps
 * @param rests the latest begins and ends of rests, by turns, the newest first; at most {@link
 *     #MOST_RESTS_KEPT}
 */
public record WakeLedger(
    List<WakeEntry> wakes,
    SortedMap<Long, Integer> perMinute,
    long usedDay,
    long usedMinutes,
    List<RestEntry> rests) {
  /** How many wakes are remembered. */
  public static final int MOST_KEPT = 50;

  /** How many begins and ends of rests are remembered. */
  public static final int MOST_RESTS_KEPT = 20;

  private static final int JUDGED = 20;
  private static final int MINUTES_OF_HOUR = 60;
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  /** An app that never was woken. */
  public static final WakeLedger EMPTY =
      new WakeLedger(List.of(), new TreeMap<>(), 0, 0, List.of());

  /** Copies the collections, and keeps the newest. */
  public WakeLedger {
    wakes = newest(wakes, MOST_KEPT);
    perMinute = Collections.unmodifiableSortedMap(new TreeMap<>(perMinute));
    rests = newest(rests, MOST_RESTS_KEPT);
  }

  private static <T> List<T> newest(List<T> all, int most) {
    return List.copyOf(all.subList(0, Math.min(all.size(), most)));
  }

  private static <T> List<T> before(T newest, List<T> others) {
    List<T> all = new ArrayList<>(List.of(newest));
    all.addAll(others);
    return all;
  }

  /** It was woken. */
  public WakeLedger woken(WakeEntry entry) {
    long minute = entry.atMillis() / MINUTE;
    SortedMap<Long, Integer> counts = lastHour(minute);
    counts.merge(minute, 1, Integer::sum);
    return new WakeLedger(before(entry, wakes), counts, usedDay, usedMinutes, rests);
  }

  private SortedMap<Long, Integer> lastHour(long minute) {
    return new TreeMap<>(perMinute.tailMap(minute - MINUTES_OF_HOUR + 1));
  }

  /** The wake that a router is to tell of: its latest that it did not tell of yet. */
  public Optional<WakeEntry> untold(RouterId router) {
    return wakes.stream()
        .filter(entry -> entry.router().equals(router) && entry.outcome().isEmpty())
        .findFirst();
  }

  /** A router tells how the wake went that it is to tell of; empty where there is none. */
  public Optional<WakeLedger> reported(RouterId router, WakeReport report, WakePhases phases) {
    return untold(router).map(entry -> with(wakes.indexOf(entry), entry.reported(report, phases)));
  }

  private WakeLedger with(int index, WakeEntry entry) {
    List<WakeEntry> all = new ArrayList<>(wakes);
    all.set(index, entry);
    return new WakeLedger(all, perMinute, usedDay, usedMinutes, rests);
  }

  /** It fell asleep. */
  public WakeLedger asleep(long nowMillis) {
    if (wakes.isEmpty() || wakes.get(0).asleepAtMillis() != 0) {
      return this;
    }
    WakeLedger closed = with(0, wakes.get(0).asleep(nowMillis));
    return new WakeLedger(
        closed.wakes, perMinute, nowMillis / DAY, usedMinutesToday(nowMillis), rests);
  }

  /** It began to rest, or rested no more. */
  public WakeLedger rested(RestEntry entry) {
    return new WakeLedger(wakes, perMinute, usedDay, usedMinutes, before(entry, rests));
  }

  /** The same with the end of its rest; empty where it does not rest, as far as is written here. */
  public Optional<WakeLedger> restEnded(RestEntry end) {
    return isResting() ? Optional.of(rested(end)) : Optional.empty();
  }

  /** Whether it rests, as far as is written here. */
  public boolean isResting() {
    return !rests.isEmpty() && rests.get(0).restsWith().isPresent();
  }

  /** The minutes of its wakes that count for this day of UTC, those of the present one included. */
  public long usedMinutesToday(long nowMillis) {
    long today = nowMillis / DAY;
    long before = usedDay == today ? usedMinutes : 0;
    if (wakes.isEmpty() || wakes.get(0).asleepAtMillis() != 0) {
      return before;
    }
    long from = Math.max(wakes.get(0).atMillis(), today * DAY);
    long started = Math.max(0, nowMillis - from + MINUTE - 1) / MINUTE;
    return before + started * wakes.get(0).instances();
  }

  /** How often it was woken in the hour before. */
  public int wakesInLastHour(long nowMillis) {
    return lastHour(nowMillis / MINUTE).values().stream().mapToInt(Integer::intValue).sum();
  }

  /** When the first wake of the last hour is an hour ago. */
  public long oldestOfHourEndsMillis(long nowMillis) {
    SortedMap<Long, Integer> counts = lastHour(nowMillis / MINUTE);
    return counts.isEmpty() ? nowMillis : (counts.firstKey() + MINUTES_OF_HOUR) * MINUTE;
  }

  /**
   * From the call to the first healthy instance, as 95 of 100 of the latest wakes needed at most;
   * empty where none is known.
   */
  public Optional<Duration> expectedBoot() {
    List<Duration> boots =
        wakes.stream().limit(JUDGED).flatMap(entry -> entry.healthy().stream()).sorted().toList();
    return boots.isEmpty()
        ? Optional.empty()
        : Optional.of(boots.get((int) Math.ceil(boots.size() * 0.95) - 1));
  }
}
