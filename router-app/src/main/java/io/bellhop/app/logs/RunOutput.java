package io.bellhop.app.logs;

import io.bellhop.app.logs.RunAgents.MissingException;
import io.bellhop.model.StoreException;
import io.bellhop.model.run.Run;
import java.net.http.HttpResponse;
import java.util.List;

/** What one-off runs print, from the agents that run them. Thread safe. */
public final class RunOutput {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final RunAgents agents;

  RunOutput(RunAgents agents) {
    this.agents = agents;
  }

  /**
   * Some lines of a run.
   *
   * @param next the offset after them
   */
  public record Piece(List<RunLine> lines, long next) {}

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
    HttpResponse<String> response = agents.get(run, RunLogHandler.path(run.key(), offset));
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
}
