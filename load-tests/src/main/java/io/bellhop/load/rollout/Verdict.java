package io.bellhop.load.rollout;

import io.bellhop.load.scenario.Promises;
import io.bellhop.load.scenario.Say;
import io.bellhop.load.traffic.Answer;
import io.bellhop.load.traffic.Downtime;
import io.bellhop.load.traffic.SocketEnd;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the load saw, held to what is promised: whatever failed, failed with the connection to a
 * router that was killed.
 */
final class Verdict {
  private static final int MOST_LISTED = 20;

  private final List<Downtime> downtimes;
  private final long begunNanos;
  private final Promises promises = new Promises();
  private final Map<String, Integer> explained = new TreeMap<>();
  private final Map<String, Integer> unexplained = new TreeMap<>();
  private final List<String> listed = new ArrayList<>();

  /**
   * For a run.
   *
   * @param begunNanos when everybody was warm: before that, latencies are not reported
   */
  Verdict(List<Downtime> downtimes, long begunNanos) {
    this.downtimes = downtimes;
    this.begunNanos = begunNanos;
  }

  /** Judges and prints what became of the load. */
  Verdict judge(List<RouterLoad.Result> results) {
    report(results);
    for (RouterLoad.Result result : results) {
      String router = result.router();
      answers(result).filter(Answer::failed).forEach(answer -> judge(router, answer));
      result.sockets().ends().stream().filter(SocketEnd::failed).forEach(end -> judge(router, end));
    }
    Say.fact("failed on connections to a killed router", explained.toString());
    Say.fact("failed otherwise, by router and code", unexplained.toString());
    listed.stream().limit(MOST_LISTED).forEach(line -> Say.fact("  " + line, ""));
    hold(unexplained.values().stream().mapToLong(Integer::longValue).sum(), "requests failed");
    hold(results.stream().allMatch(each -> each.requests().isEmpty()) ? 1 : 0, "load without use");
    return this;
  }

  private static Stream<Answer> answers(RouterLoad.Result result) {
    return Stream.concat(result.requests().stream(), result.downloads().stream());
  }

  private void report(List<RouterLoad.Result> results) {
    Say.fact(
        "requests, downloads, echoes",
        "%d, %d, %d"
            .formatted(
                results.stream().mapToLong(each -> each.requests().size()).sum(),
                results.stream().mapToLong(each -> each.downloads().size()).sum(),
                results.stream().mapToLong(each -> each.sockets().echoes()).sum()));
    Say.fact("WebSockets told to close", Long.toString(sockets(results, end -> !end.failed())));
    Say.distribution(
        "latency of requests, failures included",
        results.stream()
            .flatMap(each -> each.requests().stream())
            .filter(answer -> answer.dueNanos() - begunNanos >= 0)
            .mapToLong(Answer::latencyNanos)
            .toArray());
    results.forEach(this::reportSlowest);
  }

  /** Tells which router was slowest when, as a stall of one is lost among the answers of three. */
  private void reportSlowest(RouterLoad.Result result) {
    result.requests().stream()
        .filter(answer -> answer.dueNanos() - begunNanos >= 0)
        .max(Comparator.comparingLong(Answer::latencyNanos))
        .ifPresent(
            slowest ->
                Say.fact(
                    "  slowest through " + result.router(),
                    "%d ms, due %d ms after the beginning"
                        .formatted(
                            slowest.latencyNanos() / 1_000_000,
                            slowest.after(begunNanos).toMillis())));
  }

  private static long sockets(List<RouterLoad.Result> results, Predicate<SocketEnd> which) {
    return results.stream().flatMap(each -> each.sockets().ends().stream()).filter(which).count();
  }

  private void judge(String router, Answer failed) {
    note(
        downtimes.stream().anyMatch(each -> each.explains(router, failed)),
        "%s %s %d %s".formatted(router, failed.method(), failed.status(), failed.code()),
        "due %d ms after the beginning, ended %d ms later, backend '%s'"
            .formatted(
                failed.after(begunNanos).toMillis(),
                failed.latencyNanos() / 1_000_000,
                failed.backend()));
  }

  private void judge(String router, SocketEnd end) {
    note(
        downtimes.stream().anyMatch(each -> each.explains(router, end)),
        "%s WebSocket %s".formatted(router, end.how()),
        "%s, of backend '%s', after %d ms"
            .formatted(
                end.detail(), end.backend(), (end.endNanos() - end.beginNanos()) / 1_000_000));
  }

  private void note(boolean isExplained, String kind, String detail) {
    (isExplained ? explained : unexplained).merge(kind, 1, Integer::sum);
    if (!isExplained) {
      listed.add(kind + ": " + detail);
    }
  }

  /** That number is zero; else so many of that are a broken promise. */
  Verdict hold(long number, String what) {
    promises.hold(number, what);
    return this;
  }

  /** Throws where a promise was broken. */
  void requireAllHeld() {
    promises.requireAllHeld();
  }
}
