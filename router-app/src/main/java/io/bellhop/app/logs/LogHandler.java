package io.bellhop.app.logs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.bellhop.agent.logs.LogStore;
import io.bellhop.app.serve.AgentServer;
import io.bellhop.model.InvalidValueException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Shows an agent's logs to routers. Thread safe. */
public final class LogHandler implements HttpHandler {
  /** Where it has to be added. */
  public static final String PATH = LogQuery.PATH;

  private static final int MOST_STREAMS = 64;
  private static final int BAD_REQUEST = 400;
  private static final int UNAVAILABLE = 503;

  private final LogStore logs;
  private final Semaphore streams = new Semaphore(MOST_STREAMS);

  /** Shows what is kept here. */
  public LogHandler(LogStore logs) {
    this.logs = logs;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    try {
      answer(exchange, LogQuery.read(exchange.getRequestURI().getPath(), query));
    } catch (InvalidValueException e) {
      AgentServer.refuse(exchange, BAD_REQUEST, "" + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, LogQuery query)
      throws IOException, InterruptedException {
    if (!query.follow()) {
      new LogAnswer(exchange).last(logs.tail(query.app(), query.lines()));
    } else if (streams.tryAcquire()) {
      try {
        new LogAnswer(exchange).follow(logs, query);
      } finally {
        streams.release();
      }
    } else {
      AgentServer.refuse(
          exchange,
          UNAVAILABLE,
          "%d readers follow this agent's logs, as many as may".formatted(MOST_STREAMS));
    }
  }
}
