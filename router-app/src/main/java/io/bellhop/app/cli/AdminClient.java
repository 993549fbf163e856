package io.bellhop.app.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Asks the admin API. Every failure is a {@link CommandException} that names it and the remedy. */
final class AdminClient {
  private static final String DEFAULT_URL = "http://127.0.0.1:9901";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final int REFUSED = 300;
  private static final int UNAVAILABLE = 500;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final String url;
  private final String token;

  private AdminClient(String url, String token) {
    this.url = url;
    this.token = token;
  }

  static AdminClient of(Map<String, String> environment) {
    String url = environment.getOrDefault("BELLHOP_URL", "");
    String token = environment.getOrDefault("BELLHOP_TOKEN", "");
    return new AdminClient(url.isBlank() ? DEFAULT_URL : url.strip().replaceAll("/+$", ""), token);
  }

  JsonNode get(String path) {
    return send("GET", path, Optional.empty());
  }

  JsonNode send(String method, String path, JsonNode body) {
    return send(method, path, Optional.of(body));
  }

  /** Asks for something that needs no more words than its path. */
  JsonNode post(String path) {
    return send("POST", path, JsonNodeFactory.instance.objectNode());
  }

  void delete(String path) {
    send("DELETE", path, Optional.empty());
  }

  private JsonNode send(String method, String path, Optional<JsonNode> body) {
    HttpRequest request = request(method, path, body);
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return response.statusCode() >= OK && response.statusCode() < REFUSED
          ? content(response)
          : refused(response);
    } catch (HttpTimeoutException e) {
      throw failed("%s did not answer in time: see whether it is overloaded", e);
    } catch (ConnectException e) {
      throw failed(
          "nothing answers at %s: start `bellhop dev` or a router, or name another admin API in"
              + " BELLHOP_URL",
          e);
    } catch (IOException e) {
      throw failed("the connection to %s failed (" + e + "): try again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted while %s was asked", e);
    }
  }

  /**
   * Has the lines of an answer told as they come, for as long as they do.
   *
   * @return completes at their end, with the status
   */
  CompletableFuture<HttpResponse<Void>> stream(String path, Flow.Subscriber<String> lines) {
    return http.sendAsync(
        request("GET", path, Optional.empty()), BodyHandlers.fromLineSubscriber(lines));
  }

  /** Throws where the stream was refused; not where it ended, or the connection failed. */
  static void throwIfRefused(CompletableFuture<HttpResponse<Void>> stream) {
    if (stream.isDone() && !stream.isCompletedExceptionally()) {
      int status = stream.join().statusCode();
      if (status >= REFUSED && status < UNAVAILABLE) {
        throw new CommandException(
            "the admin API answered %d to a request for events: is it of an older version?"
                .formatted(status));
      }
    }
  }

  private HttpRequest request(String method, String path, Optional<JsonNode> body) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER_TIMEOUT);
      if (!token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      body.ifPresent(content -> request.header("Content-Type", "application/json"));
      return request
          .method(
              method,
              body.map(content -> BodyPublishers.ofString(content.toString()))
                  .orElseGet(BodyPublishers::noBody))
          .build();
    } catch (IllegalArgumentException e) {
      throw failed("BELLHOP_URL of '%s' or BELLHOP_TOKEN is not valid: use http://HOST:PORT", e);
    }
  }

  private JsonNode content(HttpResponse<String> response) {
    if (response.body().isEmpty()) {
      return MissingNode.getInstance();
    }
    try {
      return json.readTree(response.body());
    } catch (JacksonException e) {
      throw failed("%s answered no JSON: does BELLHOP_URL name a Bellhop admin API?", e);
    }
  }

  private JsonNode refused(HttpResponse<String> response) {
    JsonNode problem = content(response);
    if (!problem.hasNonNull("code")) {
      throw new CommandException(
          "%s answered %d: does BELLHOP_URL name a Bellhop admin API?"
              .formatted(url, response.statusCode()));
    }
    throw new CommandException(
        "%s (%s)%n  remedy: %s"
            .formatted(
                problem.path("detail").asText(),
                problem.path("code").asText(),
                problem.path("remedy").asText()));
  }

  private CommandException failed(String message, Exception cause) {
    return new CommandException(message.replace("%s", url), cause);
  }
}
