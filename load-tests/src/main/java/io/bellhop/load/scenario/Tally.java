package io.bellhop.load.scenario;

import io.bellhop.load.traffic.Answer;
import io.bellhop.load.traffic.Ledger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Compares what was asked with what was answered and with what arrived, request by request, and
 * holds it to what is promised.
 */
final class Tally {
  private static final int MOST_LISTED = 20;

  private final List<Answer> answers;
  private final List<Ledger.Page> pages;
  private final Promises promises = new Promises();

  Tally(List<Answer> answers, List<Ledger.Page> pages) {
    this.answers = answers.stream().sorted(Comparator.comparingInt(Answer::id)).toList();
    this.pages = pages;
  }

  /** Of the requests alone that were due from that moment on. */
  Tally since(long nanos) {
    return new Tally(
        answers.stream().filter(answer -> !answer.after(nanos).isNegative()).toList(), pages);
  }

  private int arrivals(Answer answer) {
    return pages.stream().mapToInt(page -> page.arrivals(answer.id())).sum();
  }

  private boolean wasClosedOn(Answer answer) {
    return pages.stream().anyMatch(page -> page.wasClosedOn(answer.id()));
  }

  private long count(Predicate<Answer> which) {
    return answers.stream().filter(which).count();
  }

  /** Prints sums of the failures. */
  void reportFailures(String which) {
    Say.fact(
        "failed " + which + ", GETs and POSTs by code",
        "%s, %s".formatted(failures("GET"), failures("POST")));
  }

  /** Prints sums, and the failures one by one, with the time from that moment. */
  void report(String since, long sinceNanos) {
    Say.fact("requests", Integer.toString(answers.size()));
    Say.fact("failed GETs, by code", failures("GET").toString());
    Say.fact("failed POSTs, by code", failures("POST").toString());
    Say.fact(
        "requests that arrived more than once: GETs, POSTs",
        "%d, %d".formatted(repeated("GET"), repeated("POST")));
    List<Answer> failed = answers.stream().filter(Answer::failed).toList();
    failed.stream().limit(MOST_LISTED).forEach(answer -> list(answer, since, sinceNanos));
    if (failed.size() > MOST_LISTED) {
      Say.fact("  and %d more".formatted(failed.size() - MOST_LISTED), "");
    }
  }

  private void list(Answer answer, String since, long sinceNanos) {
    Say.fact(
        "  failed %s %d".formatted(answer.method(), answer.id()),
        "%s, status %d, due %d ms after %s, ended %d ms later, arrived %d times"
            .formatted(
                answer.code(),
                answer.status(),
                answer.after(sinceNanos).toMillis(),
                since,
                answer.latencyNanos() / 1_000_000,
                arrivals(answer)));
  }

  private Map<String, Long> failures(String method) {
    return answers.stream()
        .filter(answer -> answer.failed() && answer.method().equals(method))
        .collect(Collectors.groupingBy(Answer::code, TreeMap::new, Collectors.counting()));
  }

  private long repeated(String method) {
    return count(answer -> answer.method().equals(method) && arrivals(answer) > 1);
  }

  /** Requests that met a connection which the instance was closing. */
  long closedOn() {
    return count(this::wasClosedOn);
  }

  /** No POST arrived twice; each failure has a code; what was answered also arrived. */
  Tally holdWhatIsAlwaysPromised() {
    hold(repeated("POST"), "POSTs arrived more than once");
    hold(count(a -> a.failed() && a.code().equals(Answer.NO_CODE)), "failures have no code");
    hold(count(a -> !a.failed() && arrivals(a) == 0), "requests were answered and never arrived");
    hold(answers.isEmpty() ? 1 : 0, "load was sent to nobody");
    return this;
  }

  /** No GET failed. */
  Tally holdNoFailedGet() {
    hold(failures("GET").values().stream().mapToLong(Long::longValue).sum(), "GETs failed");
    return this;
  }

  /** A POST failed only for such a reason. */
  Tally holdPostsFailOnlyBy(Set<String> codes) {
    hold(
        count(a -> Answer.isPost(a.id()) && a.failed() && !codes.contains(a.code())),
        "POSTs failed with a code other than " + codes);
    return this;
  }

  /** That number is zero; else so many of that are a broken promise. */
  Tally hold(long number, String what) {
    promises.hold(number, what);
    return this;
  }

  /** Throws where a promise was broken. */
  void requireAllHeld() {
    promises.requireAllHeld();
  }
}
