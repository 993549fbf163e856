package io.bellhop.load.scenario;

import io.bellhop.load.traffic.Answer;
import java.util.List;

/**
 * A part of a run.
 *
 * @param fromNanos on the clock of {@link System#nanoTime()}
 * @param toNanos on the same clock; what is due then is of the next part
 */
record Phase(String name, long fromNanos, long toNanos) {
  private boolean holds(Answer answer) {
    return answer.dueNanos() - fromNanos >= 0 && answer.dueNanos() - toNanos < 0;
  }

  /** Prints the rate of answers in it and how long they took, failures included. */
  void report(List<Answer> answers) {
    long[] nanos =
        answers.stream().filter(this::holds).mapToLong(Answer::latencyNanos).sorted().toArray();
    Say.fact(
        "latency " + name,
        "p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms (%.0f/s)"
            .formatted(
                Say.millisAt(nanos, 0.5),
                Say.millisAt(nanos, 0.99),
                Say.millisAt(nanos, 0.999),
                Say.millisAt(nanos, 1),
                nanos.length * 1e9 / (toNanos - fromNanos)));
  }
}
