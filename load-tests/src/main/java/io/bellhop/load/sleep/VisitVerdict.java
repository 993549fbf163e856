package io.bellhop.load.sleep;

import io.bellhop.load.scenario.Promises;
import io.bellhop.load.scenario.Say;
import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.traffic.Answer;
import io.bellhop.load.traffic.Downtime;
import io.bellhop.load.traffic.SocketEnd;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the visitors saw: nothing fails but on connections to a router that was killed. */
final class VisitVerdict {
  private static final int MOST_LISTED = 20;
  private static final int SLOWEST_LISTED = 3;

  private final List<Downtime> downtimes;
  private final long begunNanos;
  private final Map<String, Integer> explained = new TreeMap<>();
  private final Map<String, Integer> unexplained = new TreeMap<>();
  private final Map<SocketEnd.How, Integer> ends = new TreeMap<>();
  private final List<Long> latencies = new ArrayList<>();
  private final List<String> listed = new ArrayList<>();
  private long echoes;

  VisitVerdict(List<Downtime> downtimes, long begunNanos) {
    this.downtimes = downtimes;
    this.begunNanos = begunNanos;
  }

  /** Judges and prints it. */
  void judge(List<RouterProcess> routers, Visitor.Doors doors, Promises promises) {
    List<String> slow = new ArrayList<>();
    for (int i = 0; i < routers.size(); i++) {
      String router = routers.get(i).name();
      List<Answer> answers = doors.requests().get(i).answers();
      answers.forEach(answer -> judge(router, answer));
      answers.stream()
          .sorted(Comparator.comparingLong(Answer::latencyNanos).reversed())
          .limit(SLOWEST_LISTED)
          .forEach(answer -> slow.add(router + " " + describe(answer)));
      var sockets = doors.sockets().get(i).report();
      echoes += sockets.echoes();
      sockets.ends().forEach(end -> judge(router, end));
    }
    int failed = unexplained.values().stream().mapToInt(Integer::intValue).sum();
    Say.fact("requests", Integer.toString(latencies.size()));
    Say.distribution(
        "from the request to its answer, slow ones and wakes included",
        latencies.stream().mapToLong(Long::longValue).toArray());
    slow.forEach(line -> Say.fact("  among the slowest", line));
    Say.fact("WebSockets by their end, echoes", "%s, %d".formatted(ends, echoes));
    Say.fact("failed on connections to a killed router", explained.toString());
    Say.fact("failed otherwise, by router and code", unexplained.toString());
    listed.stream().limit(MOST_LISTED).forEach(line -> Say.fact("  " + line, ""));
    promises.hold(failed, "requests or WebSockets failed");
    promises.hold(latencies.isEmpty() ? 1 : 0, "run without a request");
  }

  private void judge(String router, Answer answer) {
    latencies.add(answer.latencyNanos());
    if (answer.failed()) {
      note(
          downtimes.stream().anyMatch(each -> each.explains(router, answer)),
          "%s %s %d %s".formatted(router, answer.method(), answer.status(), answer.code()),
          describe(answer));
    }
  }

  private String describe(Answer answer) {
    return "number %d, due %d ms after the beginning, ended %d ms later"
        .formatted(
            answer.id(), answer.after(begunNanos).toMillis(), answer.latencyNanos() / 1_000_000);
  }

  private void judge(String router, SocketEnd end) {
    ends.merge(end.how(), 1, Integer::sum);
    if (end.failed()) {
      note(
          downtimes.stream().anyMatch(each -> each.explains(router, end)),
          "%s WebSocket %s".formatted(router, end.how()),
          "%s, of '%s', begun %d ms after the beginning, ended %d ms later"
              .formatted(
                  end.detail(),
                  end.backend(),
                  (end.beginNanos() - begunNanos) / 1_000_000,
                  (end.endNanos() - end.beginNanos()) / 1_000_000));
    }
  }

  private void note(boolean isExplained, String kind, String detail) {
    (isExplained ? explained : unexplained).merge(kind, 1, Integer::sum);
    if (!isExplained) {
      listed.add(kind + ": " + detail);
    }
  }
}
