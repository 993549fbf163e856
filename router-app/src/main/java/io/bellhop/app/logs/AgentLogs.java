package io.bellhop.app.logs;

import io.bellhop.model.AppName;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.Agents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The logs of an app, from all agents that are alive: they keep what they ran. What an agent cannot
 * tell is said, and does not keep the others' from being shown. Thread safe.
 */
public final class AgentLogs {
  /** The most lines that can be asked for. */
  public static final int MOST_LINES = LogQuery.MOST_LINES;

  private final Agents agents;
  private final AgentClient client = new AgentClient();
  private final RunAgents runAgents;
  private final RunOutput runs;

  /** The logs that these agents keep. */
  public AgentLogs(Agents agents) {
    this.agents = agents;
    this.runAgents = new RunAgents(agents);
    this.runs = new RunOutput(runAgents);
  }

  /** The agents of one-off runs. */
  public RunAgents runAgents() {
    return runAgents;
  }

  /** What one-off runs print. */
  public RunOutput runs() {
    return runs;
  }

  /**
   * The last lines of an app; blocks for as long as the slowest agent, 5 s at most.
   *
   * @throws StoreException where it cannot be found out which agents there are
   */
  public LogTail tail(AppName app, int lines) throws StoreException {
    List<AgentInfo> asked = showing();
    LogQuery query = new LogQuery(app, lines, Instant.EPOCH, false);
    List<CompletableFuture<String>> answers =
        asked.stream().map(agent -> client.ask(agent.logs().orElseThrow(), query)).toList();
    List<LogEntry> entries = new ArrayList<>();
    List<MissingAgent> missing = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      AgentInfo agent = asked.get(i);
      try {
        answers
            .get(i)
            .join()
            .lines()
            .flatMap(line -> LogEntry.read(agent.id(), AgentClient.json(line)).stream())
            .forEach(entries::add);
      } catch (CompletionException e) {
        missing.add(AgentClient.missing(agent, e));
      }
    }
    entries.sort(Comparator.comparing(LogEntry::at));
    List<LogEntry> last = entries.subList(Math.max(0, entries.size() - lines), entries.size());
    return new LogTail(last, asked.size(), missing);
  }

  /**
   * The last lines of an app, and then what is printed; to be closed.
   *
   * @param from how far the reader has come before
   * @throws StoreException where it cannot be found out which agents there are
   */
  public LogFollowing follow(AppName app, int lines, LogPosition from) throws StoreException {
    LogQuery query = new LogQuery(app, lines, Instant.EPOCH, true);
    return new LogFollowing(client, showing(), query, from);
  }

  private List<AgentInfo> showing() throws StoreException {
    return agents.alive().stream().filter(agent -> agent.logs().isPresent()).toList();
  }
}
