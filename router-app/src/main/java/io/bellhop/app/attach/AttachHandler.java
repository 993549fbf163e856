package io.bellhop.app.attach;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.bellhop.agent.attach.AttachedRuns;
import io.bellhop.agent.attach.LostPlaceException;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.app.serve.AgentServer;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.TerminalSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Lets routers read the output of runs that are attached, give them input, and tell them the size
 * of their terminal. Each request is answered soon, so that a client goes on by any router.
 */
public final class AttachHandler implements HttpHandler {
  /** What it answers; below stand app, run, and one of the three. */
  public static final String PATH = "/v1/attached/";

  static final String OUTPUT = "output";
  static final String INPUT = "input";
  static final String TERMINAL = "terminal";
  static final int MOST_INPUT_BYTES = 256 * 1024;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);
  private static final int STEPS = 3;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int UNAVAILABLE = 503;
  private static final JsonMapper JSON = new JsonMapper();

  private final AttachedRuns runs;

  /** Gives access to what is attached here. */
  public AttachHandler(AttachedRuns runs) {
    this.runs = runs;
  }

  static String path(RunKey run, String what) {
    return PATH + run + "/" + what;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      Optional<Object> answer = answered(exchange);
      if (answer.isPresent()) {
        send(exchange, answer.get());
      } else {
        AgentServer.refuse(exchange, NOT_FOUND, "that run is not attached to this agent");
      }
    } catch (InvalidValueException e) {
      AgentServer.refuse(exchange, BAD_REQUEST, "" + e.getMessage());
    } catch (LostPlaceException e) {
      AgentServer.refuse(exchange, CONFLICT, "" + e.getMessage());
    } catch (RuntimeFailure e) {
      AgentServer.refuse(exchange, UNAVAILABLE, e.explanation());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      AgentServer.refuse(exchange, UNAVAILABLE, "this agent stops");
    }
  }

  private Optional<Object> answered(HttpExchange exchange)
      throws IOException, LostPlaceException, RuntimeFailure, InterruptedException {
    String[] steps = exchange.getRequestURI().getPath().substring(PATH.length()).split("/", -1);
    if (steps.length != STEPS) {
      throw new InvalidValueException("the path names no run: ask for app, run, and what of it");
    }
    RunKey run = new RunKey(new AppName(steps[0]), new RunId(steps[1]));
    Numbers query = Numbers.of(exchange.getRequestURI().getRawQuery());
    return switch (steps[2]) {
      case OUTPUT -> output(run, query);
      case INPUT -> input(run, query, exchange);
      case TERMINAL -> terminal(run, query);
      default -> throw new InvalidValueException("a run has no '%s'".formatted(steps[2]));
    };
  }

  private Optional<Object> output(RunKey run, Numbers query)
      throws LostPlaceException, InterruptedException {
    long offset = query.get("offset");
    Duration wait = Duration.ofMillis(Math.min(query.get("wait"), LONGEST_WAIT.toMillis()));
    return runs.read(run, offset, wait).map(piece -> AttachedOutput.of(offset, piece));
  }

  private Optional<Object> input(RunKey run, Numbers query, HttpExchange exchange)
      throws IOException, LostPlaceException, InterruptedException {
    runs.received(run, query.get("received"));
    byte[] bytes = exchange.getRequestBody().readNBytes(MOST_INPUT_BYTES);
    boolean end = query.get("end") == 1;
    OptionalLong taken = runs.write(run, query.get("offset"), bytes, end, LONGEST_WAIT);
    return taken.isPresent()
        ? Optional.of(new AttachedInput(taken.getAsLong(), true))
        : Optional.empty();
  }

  private Optional<Object> terminal(RunKey run, Numbers query) throws RuntimeFailure {
    runs.resize(run, new TerminalSize((int) query.get("rows"), (int) query.get("columns")));
    return Optional.of("");
  }

  private static void send(HttpExchange exchange, Object answer) throws IOException {
    byte[] body = JSON.writeValueAsString(answer).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }
}
