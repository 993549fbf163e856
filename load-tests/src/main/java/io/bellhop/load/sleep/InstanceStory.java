package io.bellhop.load.sleep;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one instance noted. Times are in microseconds since 1970; 0 for what did not come.
 *
 * @param name as {@code APP:SLOT:PROCESS}, or {@code APP:SLOT:CONTAINER}
 * @param strangers requests that were meant for another app
 * @param mostUnderWay requests at once
 * @param requestsAtStop requests under way when it was asked to end
 * @param socketsAtStop WebSockets over which something came shortly before it was asked to end
 */
record InstanceStory(
    String name,
    long startedMicros,
    long listensMicros,
    long stoppingMicros,
    long endedMicros,
    int requests,
    int strangers,
    int mostUnderWay,
    int requestsAtStop,
    int socketsAtStop) {

  /** Reads the lines of one instance. */
  static InstanceStory of(List<String> lines) {
    String name = "";
    Map<Notes.Word, Long> times = new EnumMap<>(Notes.Word.class);
    int requests = 0;
    int strangers = 0;
    int most = 0;
    int[] atStop = new int[2];
    for (String line : lines) {
      String[] parts = line.split(" ", -1);
      Notes.Word word = Notes.Word.valueOf(parts[0]);
      times.put(word, Long.valueOf(parts[1]));
      switch (word) {
        case STARTED -> name = parts[2];
        case REQUEST -> {
          requests++;
          strangers += parts[3].startsWith("/" + name.split(":", 2)[0] + "/") ? 0 : 1;
          most = Math.max(most, Integer.parseInt(parts[2]));
        }
        case STOPPING ->
            atStop = new int[] {Integer.parseInt(parts[2]), Integer.parseInt(parts[3])};
        case LISTENS, ENDED -> {}
      }
    }
    return new InstanceStory(
        name,
        times.getOrDefault(Notes.Word.STARTED, 0L),
        times.getOrDefault(Notes.Word.LISTENS, 0L),
        times.getOrDefault(Notes.Word.STOPPING, 0L),
        times.getOrDefault(Notes.Word.ENDED, 0L),
        requests,
        strangers,
        most,
        atStop[0],
        atStop[1]);
  }

  /** The app that it is an instance of. */
  String app() {
    return name.split(":", 3)[0];
  }

  /** The app and the slot, as {@code APP:SLOT}. */
  String place() {
    return name.substring(0, name.lastIndexOf(':'));
  }

  /** Whether it ran as a process of this host, and not in a container, which is named otherwise. */
  boolean isOfAProcess() {
    return name.matches(".*:\\d{1,10}");
  }

  /** Its process. */
  long pid() {
    return Long.parseLong(name.substring(name.lastIndexOf(':') + 1));
  }

  /** Whether it was stopped while it had something to do. */
  boolean wasStoppedBusy() {
    return requestsAtStop + socketsAtStop > 0;
  }
}
