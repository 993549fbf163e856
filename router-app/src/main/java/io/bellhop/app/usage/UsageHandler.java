package io.bellhop.app.usage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.bellhop.agent.meter.UsageJournal;
import io.bellhop.app.serve.AgentServer;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Tells routers what an app used on an agent's host. Thread safe. */
public final class UsageHandler implements HttpHandler {
  /** What it answers; below stands the app. */
  public static final String PATH = "/v1/usage/";

  private static final String FROM = "from=";
  private static final int BAD_REQUEST = 400;

  private final UsageJournal instances;
  private final UsageJournal runs;

  /** Tells what these journals have. */
  public UsageHandler(UsageJournal instances, UsageJournal runs) {
    this.instances = instances;
    this.runs = runs;
  }

  /** Where a router asks for what was used since then. */
  static String path(AppName app, Instant from) {
    return PATH + app + "?" + FROM + from.toEpochMilli();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      AppName app = new AppName(exchange.getRequestURI().getPath().substring(PATH.length()));
      Instant from = from(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
      answer(exchange, app, from);
    } catch (InvalidValueException e) {
      AgentServer.refuse(exchange, BAD_REQUEST, "" + e.getMessage());
    }
  }

  private static Instant from(String query) {
    if (!query.matches(FROM + "\\d{1,15}")) {
      throw new InvalidValueException("query '%s' does not say since when".formatted(query));
    }
    return Instant.ofEpochMilli(Long.parseLong(query.substring(FROM.length())));
  }

  private void answer(HttpExchange exchange, AppName app, Instant from) throws IOException {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.set("instances", UsageSum.of(instances.usage(app, from, Instant.MAX)).tree());
    tree.set("runs", UsageSum.of(runs.usage(app, from, Instant.MAX)).tree());
    byte[] body = tree.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }
}
