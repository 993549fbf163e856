package io.bellhop.app.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.LogAccess;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks agents for what they keep, each within a bounded time. Thread safe. */
public final class AgentClient {
  static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final int OK = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  /** The whole of an answer. */
  CompletableFuture<String> ask(LogAccess access, LogQuery query) {
    return ask(access, query.pathAndQuery());
  }

  /** The whole of what an agent answers at a path; exceptionally what {@link #missing} explains. */
  public CompletableFuture<String> ask(LogAccess access, String pathAndQuery) {
    return http.sendAsync(request(access, pathAndQuery), BodyHandlers.ofString())
        .thenApply(AgentClient::content)
        .orTimeout(LONGEST_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static String content(HttpResponse<String> response) {
    if (response.statusCode() != OK) {
      throw new CompletionException(
          new IllegalStateException(
              "answered %d: %s".formatted(response.statusCode(), response.body())));
    }
    return response.body();
  }

  /** Has the lines of an answer told as they come; completes at its end. */
  CompletableFuture<HttpResponse<Void>> follow(
      LogAccess access, LogQuery query, Flow.Subscriber<String> lines) {
    return http.sendAsync(
        request(access, query.pathAndQuery()), BodyHandlers.fromLineSubscriber(lines));
  }

  private static HttpRequest request(LogAccess access, String pathAndQuery) {
    return HttpRequest.newBuilder(URI.create("http://" + access.address() + pathAndQuery))
        .timeout(LONGEST_ANSWER)
        .header("Authorization", "Bearer " + access.key())
        .build();
  }

  /** A line of an answer; what is no JSON is missing. */
  public static JsonNode json(String line) {
    try {
      return line.isEmpty() ? MissingNode.getInstance() : JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** Why an agent could not tell, and what would help. */
  public static MissingAgent missing(AgentInfo agent, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String where = agent.logs().map(LogAccess::address).orElse("");
    return new MissingAgent(agent.id(), "agent %s %s".formatted(agent.id(), why(cause, where)));
  }

  private static String why(Throwable cause, String where) {
    if (cause instanceof HttpConnectTimeoutException || cause instanceof ConnectException) {
      return "cannot be reached at %s: let routers through to it, or name an address with --listen"
          .formatted(where);
    }
    if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
      return "did not answer within %d s: see whether its host is overloaded"
          .formatted(LONGEST_ANSWER.toSeconds());
    }
    if (cause instanceof IllegalStateException) {
      return "" + cause.getMessage();
    }
    return "was lost (%s): see whether it runs".formatted(cause);
  }
}
