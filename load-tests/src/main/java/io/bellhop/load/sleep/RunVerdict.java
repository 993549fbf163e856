package io.bellhop.load.sleep;

import io.bellhop.load.scenario.Promises;
import io.bellhop.load.scenario.Say;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the instances noted, held to what was promised and to what the agents metered. To be asked
 * when every app sleeps.
 */
final class RunVerdict {
  private static final int MOST_LISTED = 20;
  private static final long MOST_MISMETERED_MILLIS = 1_000;
  private static final long MOST_APART_MILLIS = 2_000;

  private final SleepCluster cluster;

  RunVerdict(SleepCluster cluster) {
    this.cluster = cluster;
  }

  /** Judges and prints it. */
  void judge(Promises promises) {
    List<InstanceStory> stories = cluster.notes().stories();
    List<InstanceStory> busy = stories.stream().filter(InstanceStory::wasStoppedBusy).toList();
    long alive = cluster.hosting().alive();
    Say.fact("instances started", Integer.toString(stories.size()));
    Say.fact("stopped with requests or live WebSockets", Integer.toString(busy.size()));
    busy.stream().limit(MOST_LISTED).forEach(story -> Say.fact("  " + story, ""));
    long strangers = stories.stream().mapToLong(InstanceStory::strangers).sum();
    Say.fact("requests that reached an instance of another app", Long.toString(strangers));
    Say.fact("instances that run though every app sleeps", Long.toString(alive));
    promises.hold(busy.size(), "instances stopped with something under way");
    promises.hold(strangers, "requests reached an instance of another app");
    promises.hold(alive, "instances left behind");
    meter(stories, promises);
  }

  private void meter(List<InstanceStory> stories, Promises promises) {
    Map<String, List<Journals.Run>> metered =
        Journals.runs(cluster.agents()).stream()
            .collect(Collectors.groupingBy(Journals.Run::place, TreeMap::new, Collectors.toList()));
    List<Long> differences = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    long unmetered = 0;
    for (InstanceStory story : stories) {
      Optional<Journals.Run> run = run(story, metered.getOrDefault(story.place(), List.of()));
      run.filter(found -> story.endedMicros() > 0)
          .ifPresent(found -> differences.add(difference(found, story, wrong)));
      unmetered += run.isEmpty() ? 1 : 0;
    }
    Say.distribution(
        "metered beside noted, by run",
        differences.stream().mapToLong(millis -> millis * 1_000_000).toArray());
    wrong.stream().limit(MOST_LISTED).forEach(line -> Say.fact("  " + line, ""));
    long runs = metered.values().stream().mapToLong(List::size).sum();
    Say.fact("runs metered, of them begun and not noted", runs + ", " + (runs - stories.size()));
    promises.hold(unmetered, "runs noted and not metered");
    promises.hold(wrong.size(), "runs metered wrong by more than a second");
  }

  /** The run that began with the instance: what is stopped before its JVM is up notes nothing. */
  private static Optional<Journals.Run> run(InstanceStory story, List<Journals.Run> runs) {
    return runs.stream()
        .filter(run -> apart(run, story) < MOST_APART_MILLIS)
        .min(Comparator.comparingLong(run -> apart(run, story)));
  }

  private static long apart(Journals.Run run, InstanceStory story) {
    return Math.abs(run.startedMillis() - story.startedMicros() / 1_000);
  }

  private static long difference(Journals.Run run, InstanceStory story, List<String> wrong) {
    long noted = (story.endedMicros() - story.startedMicros()) / 1_000;
    long metered = run.endedMillis() - run.startedMillis();
    long difference = Math.abs(metered - noted);
    if (difference > MOST_MISMETERED_MILLIS) {
      wrong.add("%s, noted %d ms: %s, %s".formatted(run, noted, story, difference));
    }
    return difference;
  }
}
