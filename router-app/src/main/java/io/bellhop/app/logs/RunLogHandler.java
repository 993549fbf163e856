package io.bellhop.app.logs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.bellhop.agent.logs.LogPiece;
import io.bellhop.agent.logs.RunLogs;
import io.bellhop.app.serve.AgentServer;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Answers routers with what a one-off run printed: whole lines from an offset on, and where the
 * next ones begin. Nothing is kept open, so that a reader goes on anywhere.
 */
public final class RunLogHandler implements HttpHandler {
  /** What it answers; below stand app and run. */
  public static final String PATH = "/v1/runs/";

  static final String NEXT = "Bellhop-Next-Offset";
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int NO_CONTENT = 204;
  private static final String OFFSET = "offset=";

  private final RunLogs logs;

  /** Shows what is kept here. */
  public RunLogHandler(RunLogs logs) {
    this.logs = logs;
  }

  /** Where a router asks. */
  static String path(RunKey run, long offset) {
    return PATH + run + "?" + OFFSET + offset;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      RunKey run = run(exchange.getRequestURI().getPath());
      answer(exchange, logs.read(run, offset(exchange.getRequestURI().getRawQuery())));
    } catch (InvalidValueException e) {
      AgentServer.refuse(exchange, BAD_REQUEST, "" + e.getMessage());
    }
  }

  private static RunKey run(String path) {
    String[] steps = path.substring(PATH.length()).split("/", -1);
    if (steps.length != 2) {
      throw new InvalidValueException("path %s names no run: ask for app and run".formatted(path));
    }
    return new RunKey(new AppName(steps[0]), new RunId(steps[1]));
  }

  private static long offset(String query) {
    String text = Optional.ofNullable(query).orElse("");
    if (!text.matches(OFFSET + "\\d{1,18}")) {
      throw new InvalidValueException("query '%s' names no offset".formatted(text));
    }
    return Long.parseLong(text.substring(OFFSET.length()));
  }

  private static void answer(HttpExchange exchange, Optional<LogPiece> piece) throws IOException {
    if (piece.isEmpty()) {
      AgentServer.refuse(exchange, NOT_FOUND, "this agent keeps nothing of that run");
      return;
    }
    byte[] body = piece.get().lines().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.getResponseHeaders().set(NEXT, Long.toString(piece.get().next()));
    if (body.length == 0) {
      exchange.sendResponseHeaders(NO_CONTENT, -1);
    } else {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
