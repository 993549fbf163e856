package io.bellhop.app.logs;

import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.Agents;
import io.bellhop.model.launch.LogAccess;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** What one-off runs print, from the agents that run them. Thread safe. */
public final class RunOutput {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final Agents agents;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  /** What these agents keep. */
  public RunOutput(Agents agents) {
    this.agents = agents;
  }

  /**
   * Some lines of a run.
   *
   * @param next the offset after them
   */
  public record Piece(List<RunLine> lines, long next) {}

  /** The agent could not be asked; the message says why and what would help. */
  public static final class MissingException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingException(String message) {
      super(message);
    }
  }

  /**
   * Whole lines from an offset on, as many as fit; none where nothing new was printed.
   *
   * @throws MissingException where its agent cannot be asked
   * @throws StoreException where it cannot be found out which agents there are
   */
  public Piece read(Run run, long offset)
      throws MissingException, StoreException, InterruptedException {
    if (run.agent().isEmpty()) {
      return new Piece(List.of(), offset);
    }
    HttpResponse<String> response = ask(access(run), run.key(), offset);
    if (response.statusCode() >= OK && response.statusCode() < 300) {
      String next = response.headers().firstValue(RunLogHandler.NEXT).orElse("");
      return new Piece(
          RunLine.read(response.body(), offset),
          next.matches("\\d{1,18}") ? Long.parseLong(next) : offset);
    }
    if (response.statusCode() == NOT_FOUND) {
      return new Piece(List.of(), offset);
    }
    throw new MissingException(
        "agent answered %d: %s".formatted(response.statusCode(), response.body()));
  }

  private LogAccess access(Run run) throws MissingException, StoreException {
    return agents.alive().stream()
        .filter(agent -> run.agent().filter(agent.id()::equals).isPresent())
        .findFirst()
        .flatMap(AgentInfo::logs)
        .orElseThrow(
            () ->
                new MissingException(
                    "agent %s, which keeps what it printed, is not there: start it again"
                        .formatted(run.agent().map(Object::toString).orElse(""))));
  }

  private HttpResponse<String> ask(LogAccess access, RunKey run, long offset)
      throws MissingException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://" + access.address() + RunLogHandler.path(run, offset)))
            .timeout(LONGEST_ANSWER)
            .header("Authorization", "Bearer " + access.key())
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new MissingException(
          "its agent cannot be reached at %s (%s): let routers through to it, or name an address with --listen"
              .formatted(access.address(), e));
    }
  }
}
