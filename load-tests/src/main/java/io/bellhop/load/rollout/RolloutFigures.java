package io.bellhop.load.rollout;

import io.bellhop.load.scenario.Say;
import io.bellhop.load.traffic.Answer;
import io.bellhop.load.traffic.SocketEnd;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Prints how long the steps of many rollouts took, and what they cost. */
final class RolloutFigures {
  // One more than config-sync's README says for the plainest: the old set is kept for a while.
  private static final int PLAINEST = 6 + 4 * Cluster.ROUTERS;
  // Launched before it is healthy, and something in flight at the switch on every router.
  private static final int AT_MOST_MORE = 2 + Cluster.ROUTERS;

  private final List<Drain> drains;
  private final TreeMap<Long, Integer> bySwitch = new TreeMap<>();
  private final long[] lastEndMillis;
  private final long wallMillisOfNanoZero =
      System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime());

  RolloutFigures(List<Drain> drains) {
    this.drains = drains;
    this.lastEndMillis = new long[drains.size()];
    for (int i = 0; i < drains.size(); i++) {
      bySwitch.put(drains.get(i).switchedAtMillis(), i);
    }
  }

  void report(List<RouterLoad.Result> results) {
    Say.fact("outcomes", counted(drain -> drain.timeline().outcome()));
    Say.fact("drains", counted(drain -> drain.timeline().drainOutcome()));
    distribution(
        "switch written → last router acknowledged",
        seen().mapToLong(drain -> drain.acknowledgedAtMillis() - drain.switchedAtMillis()));
    for (RouterLoad.Result result : results) {
      result.requests().forEach(this::ended);
      result.downloads().forEach(this::ended);
      result.sockets().ends().stream()
          .filter(end -> end.how() == SocketEnd.How.TOLD)
          .forEach(end -> ended(end.backend(), end.endNanos()));
    }
    distribution("last response ended → drained reported", drainedAfter());
    distribution(
        "switch written → drained reported",
        seen().mapToLong(drain -> drain.drainedAtMillis() - drain.switchedAtMillis()));
  }

  private Stream<Drain> seen() {
    return drains.stream()
        .filter(drain -> drain.acknowledgedAtMillis() > 0 && drain.drainedAtMillis() > 0);
  }

  private String counted(Function<Drain, String> by) {
    Map<String, Long> counts =
        drains.stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting()));
    return counts.toString();
  }

  private void ended(Answer answer) {
    ended(answer.backend(), answer.endNanos());
  }

  private void ended(String backend, long endNanos) {
    long millis = wallMillisOfNanoZero + TimeUnit.NANOSECONDS.toMillis(endNanos);
    Map.Entry<Long, Integer> entry = bySwitch.floorEntry(millis);
    if (entry != null && drains.get(entry.getValue()).covers(backend, millis)) {
      int i = entry.getValue();
      lastEndMillis[i] = Math.max(lastEndMillis[i], millis);
    }
  }

  /** Where all had ended before the last router acknowledged, that is what was waited for. */
  private LongStream drainedAfter() {
    return LongStream.range(0, drains.size())
        .mapToInt(Math::toIntExact)
        .filter(i -> lastEndMillis[i] > 0 && drains.get(i).acknowledgedAtMillis() > 0)
        .mapToLong(
            i ->
                drains.get(i).drainedAtMillis()
                    - Math.max(lastEndMillis[i], drains.get(i).acknowledgedAtMillis()));
  }

  private static void distribution(String what, LongStream millis) {
    Say.distribution(what, millis.map(TimeUnit.MILLISECONDS::toNanos).toArray());
  }

  /** Prints the transactions of each rollout beside those that config-sync's README promises. */
  void reportWrites() {
    long[] writes = drains.stream().mapToLong(drain -> drain.counted().writes()).sorted().toArray();
    long[] over =
        drains.stream().mapToLong(drain -> drain.counted().writes() - mostWrites(drain)).toArray();
    Say.fact(
        "ZooKeeper transactions per rollout",
        "min %d, p50 %d, max %d"
            .formatted(writes[0], writes[writes.length / 2], writes[writes.length - 1]));
    Say.fact(
        "  by the formula, 6 + 4 R, and up to 2 + R more",
        "%d to %d, and at most %d a second while it waits"
            .formatted(PLAINEST, PLAINEST + AT_MOST_MORE, Cluster.ROUTERS));
    Say.fact(
        "  rollouts that took more than that",
        Long.toString(Arrays.stream(over).filter(more -> more > 0).count()));
  }

  private static long mostWrites(Drain drain) {
    long began =
        drain.timeline().phases().values().stream().mapToLong(Long::longValue).min().orElse(0);
    long seconds = 1 + (drain.goneAtMillis() - began) / 1_000;
    return PLAINEST + AT_MOST_MORE + seconds * Cluster.ROUTERS;
  }
}
