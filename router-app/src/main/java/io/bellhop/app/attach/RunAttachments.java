package io.bellhop.app.attach;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bellhop.agent.attach.LostPlaceException;
import io.bellhop.app.logs.RunAgents;
import io.bellhop.app.logs.RunAgents.MissingException;
import io.bellhop.model.StoreException;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.TerminalSize;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * What attached runs print and take, at the agents that run them. Every call may throw {@link
 * MissingException} where the agent cannot be asked, {@link StoreException} where it cannot be
 * found out which agents there are, and is empty where the run is not attached to its agent. Thread
 * safe.
 */
public final class RunAttachments {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final RunAgents agents;

  /** Those of these agents. */
  public RunAttachments(RunAgents agents) {
    this.agents = agents;
  }

  /**
   * Output from an offset on, after waiting a while where there is none.
   *
   * @throws LostPlaceException where what is asked for is gone
   */
  public Optional<AttachedOutput> read(Run run, long offset, Duration atMost)
      throws MissingException, StoreException, LostPlaceException, InterruptedException {
    String query = "?offset=%d&wait=%d".formatted(offset, atMost.toMillis());
    String path = AttachHandler.path(run.key(), AttachHandler.OUTPUT);
    return answer(agents.get(run, path + query), AttachedOutput.class);
  }

  /**
   * Gives input, as much as there is room for.
   *
   * @param received how much of its output the client has, which its agent need not keep
   * @param offset of the first byte of input
   * @param end whether the input ends after it
   * @throws LostPlaceException where bytes before the offset are missing
   */
  public Optional<AttachedInput> write(
      Run run, long received, long offset, byte[] bytes, boolean end)
      throws MissingException, StoreException, LostPlaceException, InterruptedException {
    String query = "?received=%d&offset=%d&end=%d".formatted(received, offset, end ? 1 : 0);
    String path = AttachHandler.path(run.key(), AttachHandler.INPUT);
    return answer(
        agents.post(run, path + query, BodyPublishers.ofByteArray(bytes)), AttachedInput.class);
  }

  /** Tells the run's terminal its size; nothing where it has none. */
  public void resize(Run run, TerminalSize size)
      throws MissingException, StoreException, LostPlaceException, InterruptedException {
    String query = "?rows=%d&columns=%d".formatted(size.rows(), size.columns());
    String path = AttachHandler.path(run.key(), AttachHandler.TERMINAL);
    Optional<String> unused =
        answer(agents.post(run, path + query, BodyPublishers.noBody()), String.class);
  }

  private static <T> Optional<T> answer(HttpResponse<String> response, Class<T> type)
      throws MissingException, LostPlaceException {
    return switch (response.statusCode()) {
      case OK -> Optional.of(read(response.body(), type));
      case NOT_FOUND -> Optional.empty();
      case CONFLICT -> throw new LostPlaceException(response.body());
      default ->
          throw new MissingException(
              "agent answered %d: %s".formatted(response.statusCode(), response.body()));
    };
  }

  private static <T> T read(String body, Class<T> type) throws MissingException {
    try {
      return JSON.readValue(body, type);
    } catch (JsonProcessingException e) {
      throw new MissingException("agent did not answer in JSON: is it of another version?");
    }
  }
}
