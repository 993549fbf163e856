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
import java.net.http.HttpConnectTimeoutException;
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
import java.util.function.Supplier;

/** Asks the admin API. Every failure is a {@link CommandException} that names it and the remedy. */
final class AdminClient {
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
  private final AdminUrls urls;
  private final String token;

  private AdminClient(AdminUrls urls, String token) {
    this.urls = urls;
    this.token = token;
  }

  static AdminClient of(Map<String, String> environment) {
    return new AdminClient(
        AdminUrls.of(environment), environment.getOrDefault("BELLHOP_TOKEN", ""));
  }

  /** Where it may ask; the one that is asked now can be another after each request. */
  AdminUrls urls() {
    return urls;
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

  /** Asks for something to be made, once for each key; empty for none. */
  JsonNode create(String path, JsonNode body, String idempotencyKey) {
    return send(
        () -> {
          HttpRequest.Builder asked = request("POST", path, Optional.of(body));
          return idempotencyKey.isEmpty()
              ? asked.build()
              : asked.header("Idempotency-Key", idempotencyKey).build();
        });
  }

  void delete(String path) {
    send("DELETE", path, Optional.empty());
  }

  private JsonNode send(String method, String path, Optional<JsonNode> body) {
    return send(() -> request(method, path, body).build());
  }

  /** Makes the request anew for each address that is asked. */
  private JsonNode send(Supplier<HttpRequest> request) {
    for (int left = urls.count(); ; left--) {
      try {
        return ask(request.get());
      } catch (IOException e) {
        if (left == 1 || !isUnreachable(e)) {
          throw failed(e);
        }
        // Nothing was asked of it yet, so that asking another one does nothing twice.
        urls.moveOn();
      }
    }
  }

  private static boolean isUnreachable(IOException e) {
    return e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
  }

  private JsonNode ask(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return response.statusCode() >= OK && response.statusCode() < REFUSED
          ? content(response)
          : refused(response);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted while %s was asked", e);
    }
  }

  private CommandException failed(IOException e) {
    if (isUnreachable(e)) {
      return new CommandException(
          "nothing answers at %s: start `bellhop dev` or a router, or name other admin APIs in BELLHOP_URL, parted by commas"
              .formatted(urls),
          e);
    }
    return e instanceof HttpTimeoutException
        ? failed("%s did not answer in time: see whether it is overloaded", e)
        : failed(
            "the connection to %s failed ("
                + e
                + "): see whether it was done all the same, then try"
                + " again",
            e);
  }

  /**
   * Has the lines of an answer told as they come, for as long as they do.
   *
   * @param lastEventId what was seen before; empty for nothing
   * @return completes at their end, with the status
   */
  CompletableFuture<HttpResponse<Void>> stream(
      String path, String lastEventId, Flow.Subscriber<String> lines) {
    HttpRequest.Builder request = request("GET", path, Optional.empty());
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    return http.sendAsync(request.build(), BodyHandlers.fromLineSubscriber(lines));
  }

  /**
   * Throws where a stream was refused for good; not where it ended, the connection failed, or it
   * can be had soon or elsewhere.
   *
   * @param body what was answered instead of events
   */
  void throwIfRefused(int status, String body) {
    if (status >= REFUSED && status < UNAVAILABLE) {
      throw refusal(status, read(body));
    }
  }

  private HttpRequest.Builder request(String method, String path, Optional<JsonNode> body) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(urls.current() + path)).timeout(ANSWER_TIMEOUT);
      if (!token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      body.ifPresent(content -> request.header("Content-Type", "application/json"));
      return request.method(
          method,
          body.map(content -> BodyPublishers.ofString(content.toString()))
              .orElseGet(BodyPublishers::noBody));
    } catch (IllegalArgumentException e) {
      throw failed("BELLHOP_URL of '%s' or BELLHOP_TOKEN is not valid: use http://HOST:PORT", e);
    }
  }

  private JsonNode content(HttpResponse<String> response) {
    return read(response.body());
  }

  private JsonNode read(String body) {
    if (body.isEmpty()) {
      return MissingNode.getInstance();
    }
    try {
      return json.readTree(body);
    } catch (JacksonException e) {
      throw failed("%s answered no JSON: does BELLHOP_URL name a Bellhop admin API?", e);
    }
  }

  private JsonNode refused(HttpResponse<String> response) {
    throw refusal(response.statusCode(), content(response));
  }

  private CommandException refusal(int status, JsonNode problem) {
    if (!problem.hasNonNull("code")) {
      return new CommandException(
          "%s answered %d: does BELLHOP_URL name a Bellhop admin API?"
              .formatted(urls.current(), status));
    }
    return new CommandException(
        "%s (%s)%n  remedy: %s"
            .formatted(
                problem.path("detail").asText(),
                problem.path("code").asText(),
                problem.path("remedy").asText()));
  }

  private CommandException failed(String message, Exception cause) {
    return new CommandException(message.replace("%s", urls.current()), cause);
  }
}
