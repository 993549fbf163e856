package io.bellhop.app.logs;

import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.Agents;
import io.bellhop.model.launch.LogAccess;
import io.bellhop.model.run.Run;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks the agents that have or had one-off runs. Thread safe. */
public final class RunAgents {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

  private final Agents agents;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  RunAgents(Agents agents) {
    this.agents = agents;
  }

  /** The agent could not be asked; the message says why and what would help. */
  public static final class MissingException extends Exception {
    private static final long serialVersionUID = 1L;

    /** An agent that cannot be asked. */
    public MissingException(String message) {
      super(message);
    }
  }

  /** Asks the agent of a run that has or had one, with GET. */
  public HttpResponse<String> get(Run run, String pathAndQuery)
      throws MissingException, StoreException, InterruptedException {
    return send(run, "GET", pathAndQuery, BodyPublishers.noBody());
  }

  /** The same with POST. */
  public HttpResponse<String> post(Run run, String pathAndQuery, BodyPublisher body)
      throws MissingException, StoreException, InterruptedException {
    return send(run, "POST", pathAndQuery, body);
  }

  private HttpResponse<String> send(Run run, String method, String pathAndQuery, BodyPublisher body)
      throws MissingException, StoreException, InterruptedException {
    LogAccess access = access(run);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + access.address() + pathAndQuery))
            .timeout(LONGEST_ANSWER)
            .header("Authorization", "Bearer " + access.key())
            .method(method, body)
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new MissingException(
          "its agent cannot be reached at %s (%s): let routers through to it, or name an address with --listen"
              .formatted(access.address(), e));
    }
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
}
