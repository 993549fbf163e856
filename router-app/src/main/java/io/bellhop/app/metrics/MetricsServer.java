package io.bellhop.app.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bellhop.app.serve.JdkServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ThreadPoolExecutor;

/** Answers scrapes by HTTP, for a program that has no other public server. Thread safe. */
final class MetricsServer implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int NO_BODY = -1;

  private final HttpServer server;
  private final ThreadPoolExecutor threads = JdkServer.threads("metrics-server", THREADS);
  private final PrometheusMeterRegistry meters;

  private MetricsServer(HttpServer server, PrometheusMeterRegistry meters) {
    this.server = server;
    this.meters = meters;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * Listens.
   *
   * @throws IOException where it cannot, with why
   */
  static MetricsServer start(InetSocketAddress listen, PrometheusMeterRegistry meters)
      throws IOException {
    if (listen.isUnresolved()) {
      throw new UnknownHostException("no host has that name");
    }
    return new MetricsServer(JdkServer.bind(listen), meters);
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!exchange.getRequestURI().getPath().equals(MetricsText.PATH)) {
        send(exchange, NOT_FOUND, plain("the metrics are at " + MetricsText.PATH + "\n"));
      } else if (method.equals("GET") || method.equals("HEAD")) {
        send(exchange, OK, MetricsText.of(meters, accept(exchange)));
      } else {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, METHOD_NOT_ALLOWED, plain("the metrics are only read: use GET\n"));
      }
    }
  }

  private static MetricsText plain(String text) {
    return new MetricsText("text/plain; charset=utf-8", text);
  }

  private static String accept(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept")).orElse("");
  }

  private static void send(HttpExchange exchange, int status, MetricsText text) throws IOException {
    byte[] body = text.body().getBytes(StandardCharsets.UTF_8);
    boolean headOnly = exchange.getRequestMethod().equals("HEAD");
    exchange.getResponseHeaders().set("Content-Type", text.type());
    exchange.sendResponseHeaders(status, headOnly ? NO_BODY : body.length);
    if (!headOnly) {
      exchange.getResponseBody().write(body);
    }
  }

  /** Cuts who reads. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
