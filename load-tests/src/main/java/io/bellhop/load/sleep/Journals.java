package io.bellhop.load.sleep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.load.stack.AgentProcess;
import io.bellhop.load.stack.LoadTestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the agents' journals say was run. */
final class Journals {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Journals() {}

  /**
   * One run.
   *
   * @param place as {@code APP:SLOT}
   * @param endedMillis 0 while it is under way
   */
  record Run(String id, String place, long startedMillis, long endedMillis) {
    private static Run of(JsonNode line) {
      return new Run(
          line.path("id").asText(),
          line.path("app").asText() + ":" + line.path("slot").asInt(),
          line.path("startedMillis").asLong(),
          line.path("endedMillis").asLong());
    }

    boolean isOver() {
      return endedMillis > 0;
    }

    /** The app that was run. */
    String app() {
      return place.split(":", 2)[0];
    }
  }

  /** All runs, by when they started. */
  static List<Run> runs(Collection<AgentProcess> agents) {
    return agents.stream()
        .flatMap(agent -> read(agent.journal()).stream())
        .sorted(Comparator.comparingLong(Run::startedMillis))
        .toList();
  }

  /** Of a run, the last line counts. */
  private static Collection<Run> read(Path journal) {
    Map<String, Run> runs = new LinkedHashMap<>();
    try {
      List<String> lines = Files.exists(journal) ? WholeLines.of(journal) : List.of();
      for (String line : lines.stream().filter(each -> !each.isBlank()).toList()) {
        Run run = Run.of(JSON.readTree(line));
        runs.put(run.id(), run);
      }
      return runs.values();
    } catch (IOException e) {
      throw new LoadTestException("cannot read the journal " + journal, e);
    }
  }
}
