package io.bellhop.load.sleep;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.load.scenario.AccessLogFile;
import io.bellhop.load.scenario.Promises;
import io.bellhop.load.scenario.Say;
import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.traffic.Answer;
import io.bellhop.load.traffic.Burst;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * A single client wakes an app, again and again, and each part of the way is timed: by the client,
 * by the instance's notes, by the agents' journals, by the app's ledger and by the router's access
 * log. Before that apps are woken without being timed, until the programs are compiled: routers and
 * agents run for weeks.
 */
final class WakeChain {
  private static final int APPS = 8;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String SPEC = ",\"sleep\":{\"afterMillis\":200}";

  private final SleepCluster cluster;
  private final List<Burst> clients;
  private final List<Path> accessLogs;
  // What the client's clock says is made a time of day by it.
  private final long nanosToMicros = Notes.micros() - System.nanoTime() / 1_000;

  /**
   * By those clients.
   *
   * @param clients of each router, in their order
   * @param accessLogs of the routers, in the same order
   */
  WakeChain(SleepCluster cluster, List<Burst> clients, List<Path> accessLogs) {
    this.cluster = cluster;
    this.clients = clients;
    this.accessLogs = accessLogs;
  }

  /** Several apps, so that one is woken while the others fall asleep. */
  static List<SleepCluster.App> apps() {
    return IntStream.range(0, APPS)
        .mapToObj(i -> new SleepCluster.App("chain" + i, 1, SPEC, Map.of()))
        .toList();
  }

  /**
   * One wake; all times in microseconds since 1970.
   *
   * @param own that the instance took for its answer, in microseconds
   */
  private record Link(
      long asked, long called, long ordered, long listens, long healthy, long answered, long own) {}

  /** Wakes so often untimed and, one after the other, timed, and reports. */
  void run(int warmUps, int wakes, Promises promises) {
    for (int i = 0; i < warmUps; i += APPS) {
      wakeAll(i);
    }
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < wakes; i++) {
      links.add(wake("chain" + i % APPS, i % clients.size()));
    }
    Say.fact("wakes of several apps at once, to warm up", Integer.toString(warmUps));
    Say.fact("wakes by a single client, each part of the way", Integer.toString(wakes));
    say(links, "  asked until the mode was written", Link::asked, Link::called);
    say(links, "  mode written until the agent started a process", Link::called, Link::ordered);
    say(links, "  process started until it listened (the app's)", Link::ordered, Link::listens);
    say(links, "  listening until the router that woke it knew", Link::listens, Link::healthy);
    say(links, "  known until the client had its answer", Link::healthy, Link::answered);
    say(links, "    request sent until the first byte (the app's)", link -> 0, Link::own);
    say(links, "listening until the client had its answer", Link::listens, Link::answered);
    say(
        links,
        "  without the app's part of it",
        Link::listens,
        link -> link.answered() - link.own());
    say(links, "asked until the client had its answer", Link::asked, Link::answered);
    promises.hold(wakes == 0 ? 1 : 0, "chain without a wake");
  }

  private static void say(
      List<Link> links, String what, ToLongFunction<Link> from, ToLongFunction<Link> to) {
    Say.distribution(
        what,
        links.stream()
            .mapToLong(link -> 1_000 * (to.applyAsLong(link) - from.applyAsLong(link)))
            .toArray());
  }

  private void wakeAll(int round) {
    awaitAllAsleep();
    for (int i = 0; i < APPS; i++) {
      clients.get((round + i) % clients.size()).send(1, target("chain" + i));
    }
    Waiting.until(
        "all are awake", LIMIT, () -> clients.stream().allMatch(each -> each.underWay() == 0));
  }

  private void awaitAllAsleep() {
    for (int i = 0; i < APPS; i++) {
      String app = "chain" + i;
      Waiting.until(app + " sleeps", LIMIT, () -> cluster.sleepsAlone(app));
    }
  }

  private static String target(String app) {
    return "/" + app + NotingHandler.AT_ONCE;
  }

  private Link wake(String app, int router) {
    // All of them: what puts another one to sleep is no part of this one's way.
    awaitAllAsleep();
    int before = cluster.notes().stories(app).size();
    Burst client = clients.get(router);
    client.send(1, target(app));
    Waiting.until(app + " answers", LIMIT, () -> client.underWay() == 0);
    Answer answer = last(client);
    if (answer.failed()) {
      throw new LoadTestException(
          "a wake of %s was answered %d %s".formatted(app, answer.status(), answer.code()));
    }
    List<InstanceStory> stories = cluster.notes().stories(app);
    if (stories.size() != before + 1) {
      throw new LoadTestException(
          "a wake of %s made %d starts".formatted(app, stories.size() - before));
    }
    return link(app, answer, stories.get(before), own(accessLogs.get(router), app, answer));
  }

  private static Answer last(Burst client) {
    List<Answer> answers = client.answers();
    return answers.get(answers.size() - 1);
  }

  private static long own(Path accessLog, String app, Answer answer) {
    String target = target(app) + answer.id();
    return Waiting.found(
        "the access log has " + target,
        LIMIT,
        () -> AccessLogFile.firstByteMicros(accessLog, target));
  }

  private Link link(String app, Answer answer, InstanceStory story, long own) {
    JsonNode entry = reported(app);
    long asked = micros(answer.dueNanos());
    long first = 1_000 * (entry.path("atMillis").asLong() - entry.path("calledMillis").asLong());
    List<Journals.Run> runs =
        Journals.runs(cluster.agents()).stream().filter(run -> run.app().equals(app)).toList();
    return new Link(
        asked,
        asked + 1_000 * entry.path("calledMillis").asLong(),
        1_000 * runs.get(runs.size() - 1).startedMillis(),
        story.listensMicros(),
        Math.min(first, asked) + 1_000 * entry.path("healthyMillis").asLong(),
        micros(answer.endNanos()),
        own);
  }

  /** The app's last wake, once the router has told how it went. */
  private JsonNode reported(String app) {
    String path = "/apps/%s/wakes".formatted(app);
    return Waiting.found(
        "the ledger tells of the wake of " + app,
        LIMIT,
        () ->
            Optional.of(cluster.tree().json(path).at("/wakes/0"))
                .filter(wake -> wake.has("firstByteMillis")));
  }

  private long micros(long nanos) {
    return nanosToMicros + nanos / 1_000;
  }
}
