package io.bellhop.app.logs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.bellhop.agent.logs.LogLine;
import io.bellhop.agent.logs.LogReader;
import io.bellhop.agent.logs.LogStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One answer of an agent: lines as JSON, one below the other. While it is followed it begins with
 * the time from which on it tells everything, and an empty line shows that it lives.
 */
final class LogAnswer {
  private static final long MOST_CHARS = 4L * 1024 * 1024;
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  // Below the bound that cuts an answer.
  private static final Duration LONGEST = Duration.ofSeconds(50);

  private final HttpExchange exchange;

  LogAnswer(HttpExchange exchange) {
    this.exchange = exchange;
  }

  void last(List<LogLine> lines) throws IOException {
    try (OutputStream out = begun()) {
      for (LogLine line : newest(lines)) {
        write(out, LogEntry.write(line));
      }
    }
  }

  /** As many of the newest as a router should have to hold. */
  private static Deque<LogLine> newest(List<LogLine> lines) {
    Deque<LogLine> newest = new ArrayDeque<>();
    long chars = 0;
    for (int i = lines.size() - 1; i >= 0 && chars < MOST_CHARS; i--) {
      newest.addFirst(lines.get(i));
      chars += lines.get(i).text().length();
    }
    return newest;
  }

  void follow(LogStore logs, LogQuery query) throws IOException, InterruptedException {
    Instant from = Instant.now();
    try (LogReader reader = logs.follow(query.app(), query.lines(), query.after());
        OutputStream out = begun()) {
      write(out, JsonNodeFactory.instance.objectNode().put("from", from.toString()));
      out.flush();
      long end = System.nanoTime() + LONGEST.toNanos();
      long told = 0;
      while (System.nanoTime() - end < 0) {
        Optional<LogLine> line = reader.next(HEARTBEAT);
        if (line.isPresent()) {
          write(out, LogEntry.write(line.get()));
        } else {
          out.write('\n');
        }
        if (reader.leftOut() > told) {
          write(out, leftOut(reader.leftOut() - told));
          told = reader.leftOut();
        }
        out.flush();
      }
    }
  }

  private static ObjectNode leftOut(long lines) {
    return JsonNodeFactory.instance.objectNode().put("leftOut", lines);
  }

  private OutputStream begun() throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/jsonl");
    exchange.sendResponseHeaders(200, 0);
    return new BufferedOutputStream(exchange.getResponseBody());
  }

  private static void write(OutputStream out, ObjectNode json) throws IOException {
    out.write(json.toString().getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }
}
