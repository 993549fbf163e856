package io.bellhop.app.logs;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.launch.AgentInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What an app prints, from several agents at once. Agents send no faster than is read here. Read by
 * one thread; ends with its agents' answers, after less than a minute, and is to be taken up again.
 */
public final class LogFollowing implements AutoCloseable {
  // Bounded by what each agent may send ahead.
  private final BlockingQueue<AgentStream.Sent> arrived = new LinkedBlockingQueue<>();
  private final List<AgentStream> streams = new ArrayList<>();
  private LogPosition position;

  LogFollowing(AgentClient client, List<AgentInfo> agents, LogQuery query, LogPosition from) {
    this.position = from;
    for (AgentInfo agent : agents) {
      Instant after = from.seen().get(agent.id());
      LogQuery here =
          after == null ? query : new LogQuery(query.app(), LogQuery.MOST_LINES, after, true);
      AgentStream stream = new AgentStream(agent, arrived);
      stream.open(client, here);
      streams.add(stream);
    }
  }

  /** How far the reader is, with all that was told. */
  public LogPosition position() {
    return position;
  }

  /** How many agents are followed. */
  public int agents() {
    return streams.size();
  }

  /** Waits for what there is to tell, at most so long. */
  public Optional<LogNews> next(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toNanos(); left > 0; left = end - System.nanoTime()) {
      AgentStream.Sent sent = arrived.poll(left, TimeUnit.NANOSECONDS);
      if (sent == null) {
        break;
      }
      Optional<LogNews> news = news(sent);
      if (news.isPresent()) {
        return news;
      }
    }
    return Optional.empty();
  }

  private Optional<LogNews> news(AgentStream.Sent sent) {
    if (sent.failure().isPresent()) {
      return Optional.of(new LogNews.Missing(sent.failure().get()));
    }
    sent.by().read();
    JsonNode json = AgentClient.json(sent.line());
    if (json.hasNonNull("leftOut")) {
      return Optional.of(new LogNews.LeftOut(json.path("leftOut").asLong()));
    }
    if (json.hasNonNull("from") && !position.seen().containsKey(sent.by().agent())) {
      position = position.with(sent.by().agent(), Instant.parse(json.path("from").asText()));
    }
    Optional<LogEntry> entry = LogEntry.read(sent.by().agent(), json);
    entry.ifPresent(line -> position = position.with(line.agent(), line.at()));
    return entry.map(LogNews.Line::new);
  }

  @Override
  public void close() {
    streams.forEach(AgentStream::close);
  }
}
