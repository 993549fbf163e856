package io.bellhop.load.sleep;

import io.bellhop.load.scenario.Promises;
import io.bellhop.load.scenario.Say;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the instances noted, held to what was promised and to what the agents metered. To be asked
 * when every app sleeps.
 */
final class RunVerdict {
  private static final int MOST_LISTED = 20;
  private static final long MOST_MISMETERED_MILLIS = 1_000;

  private final SleepCluster cluster;

  RunVerdict(SleepCluster cluster) {
    this.cluster = cluster;
  }

  /** Judges and prints it. */
  void judge(Promises promises) {
    List<InstanceStory> stories = cluster.notes().stories();
    List<InstanceStory> busy = stories.stream().filter(InstanceStory::wasStoppedBusy).toList();
    List<InstanceStory> alive = cluster.notes().alive();
    Say.fact("instances started", Integer.toString(stories.size()));
    Say.fact("stopped with requests or live WebSockets", Integer.toString(busy.size()));
    busy.stream().limit(MOST_LISTED).forEach(story -> Say.fact("  " + story, ""));
    Say.fact("processes that run though every app sleeps", Integer.toString(alive.size()));
    promises.hold(busy.size(), "instances stopped with something under way");
    promises.hold(alive.size(), "processes left behind");
    meter(stories, promises);
  }

  private void meter(List<InstanceStory> stories, Promises promises) {
    Map<String, List<InstanceStory>> noted =
        stories.stream()
            .collect(
                Collectors.groupingBy(InstanceStory::place, TreeMap::new, Collectors.toList()));
    Map<String, List<Journals.Run>> metered =
        Journals.runs(cluster.agents()).stream()
            .collect(Collectors.groupingBy(Journals.Run::place, TreeMap::new, Collectors.toList()));
    List<Long> differences = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    long unmatched = 0;
    for (Map.Entry<String, List<InstanceStory>> place : noted.entrySet()) {
      List<Journals.Run> runs = metered.getOrDefault(place.getKey(), List.of());
      unmatched += Math.abs(runs.size() - place.getValue().size());
      // A slot has one instance at a time, so that both are in one order.
      for (int i = 0; i < Math.min(runs.size(), place.getValue().size()); i++) {
        differences.add(difference(runs.get(i), place.getValue().get(i), wrong));
      }
    }
    Say.distribution(
        "metered beside noted, by run",
        differences.stream().mapToLong(millis -> millis * 1_000_000).toArray());
    wrong.stream().limit(MOST_LISTED).forEach(line -> Say.fact("  " + line, ""));
    promises.hold(unmatched, "runs noted and not metered, or the reverse");
    promises.hold(wrong.size(), "runs metered wrong by more than a second");
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
