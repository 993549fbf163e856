package io.bellhop.app.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the JDK server's exchanges into calls, and whatever comes of them into answers. */
final class ExchangeHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ExchangeHandler.class);
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  private final EndpointTable table;
  private final Guard guard;
  private final Outcomes outcomes;
  private final EventStreams streams;
  private final int maxBodyBytes;

  ExchangeHandler(
      EndpointTable table, Guard guard, Outcomes outcomes, EventStreams streams, int maxBodyBytes) {
    this.table = table;
    this.guard = guard;
    this.outcomes = outcomes;
    this.streams = streams;
    this.maxBodyBytes = maxBodyBytes;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    boolean closesLater = false;
    try {
      Optional<Reply> reply = answer(exchange);
      closesLater = reply.isEmpty();
      if (reply.isPresent()) {
        send(exchange, reply.get());
      }
    } finally {
      if (!closesLater) {
        exchange.close();
      }
    }
  }

  /** Empty where a stream answers from now on, on a thread of its own. */
  private Optional<Reply> answer(HttpExchange exchange) throws IOException {
    try {
      Answer answer = done(exchange);
      if (answer instanceof Feed feed) {
        streams.start(exchange, feed);
      }
      outcomes.done();
      return answer instanceof Reply reply ? Optional.of(reply) : Optional.empty();
    } catch (ProblemException e) {
      outcomes.refused(e.code());
      return Optional.of(Reply.problem(e));
    }
  }

  /** Every failure leaves as a problem. */
  private Answer done(HttpExchange exchange) throws IOException {
    try {
      String path = Optional.ofNullable(exchange.getRequestURI().getPath()).orElse("");
      EndpointTable.Match match = table.find(exchange.getRequestMethod(), path);
      guard.admit(
          match.endpoint().access(),
          exchange.getRemoteAddress().getAddress(),
          exchange.getRequestHeaders());
      return match.endpoint().action().answer(call(exchange, match));
    } catch (ProblemException e) {
      throw e;
    } catch (InvalidValueException e) {
      throw new ProblemException(
          ProblemCode.INVALID_VALUE, "" + e.getMessage(), "correct the value and try again");
    } catch (StoreException e) {
      throw ProblemException.of(e);
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
      throw new ProblemException(
          ProblemCode.INTERNAL, "Bellhop failed: " + e, "report it with the log's entry");
    }
  }

  private Call call(HttpExchange exchange, EndpointTable.Match match) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    byte[] body = new byte[0];
    if (WITH_BODY.contains(exchange.getRequestMethod())) {
      guard.admitBody(headers);
      body = body(exchange);
    }
    return new Call(
        match.variables(),
        query(exchange.getRequestURI().getRawQuery()),
        field(headers, "Accept"),
        field(headers, "Last-Event-ID"),
        field(headers, "Idempotency-Key"),
        body);
  }

  private static String field(Headers headers, String name) {
    return Optional.ofNullable(headers.getFirst(name)).orElse("");
  }

  private byte[] body(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(maxBodyBytes + 1);
    if (body.length > maxBodyBytes) {
      throw new ProblemException(
          ProblemCode.BODY_TOO_LARGE,
          "the body is longer than %d bytes".formatted(maxBodyBytes),
          "send less, or raise admin.maxBodyBytes");
    }
    return body;
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&")) {
        String[] parts = pair.split("=", 2);
        query.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
      }
    }
    return Map.copyOf(query);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("query part '%s' is not valid: encode it".formatted(text));
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    reply.headers().forEach(headers::set);
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    if (exchange.getRequestMethod().equals("HEAD") || reply.body().isEmpty()) {
      exchange.sendResponseHeaders(reply.status(), -1);
    } else {
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
