package io.bellhop.app.launch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A container engine that has no images and no room on its disk, and runs nothing. */
final class FakeEngine implements AutoCloseable {
  /** The one image that it has; there is no room to make a container of it. */
  static final String FULL_DISK = "localhost/full-disk:1";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile boolean down;

  private FakeEngine(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  static FakeEngine start() throws IOException {
    return new FakeEngine(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  String endpoint() {
    return "tcp://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Hangs up on whoever asks anything, or does so no more. */
  void down(boolean value) {
    down = value;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (!down) {
        answer(exchange, exchange.getRequestURI().toString(), body);
      }
    }
  }

  private static void answer(HttpExchange exchange, String asked, String body) throws IOException {
    if (asked.contains("/version")) {
      send(exchange, 200, "{\"ApiVersion\":\"1.41\",\"MinAPIVersion\":\"1.24\"}");
    } else if (asked.contains("/_ping")) {
      send(exchange, 200, "OK");
    } else if (asked.contains("/containers/json")) {
      send(exchange, 200, "[]");
    } else if (asked.contains("/containers/create") && body.contains(FULL_DISK)) {
      send(exchange, 500, "{\"message\":\"write /var: no space left on device\"}");
    } else if (asked.contains("/images/create")) {
      send(exchange, 200, "{\"error\":\"denied\"}\n");
    } else {
      send(exchange, 404, "{\"message\":\"no such image\"}");
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
