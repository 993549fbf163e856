package io.bellhop.load.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A backend for bodies of any size: {@code GET /BYTES} sends one, {@code POST /} verifies one. */
public final class PatternBackend implements AutoCloseable {
  private final HttpServer server;

  private PatternBackend(HttpServer server) {
    this.server = server;
  }

  /** Starts one on a free port. */
  public static PatternBackend start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
      server.createContext("/", PatternBackend::answer);
      server.start();
      return new PatternBackend(server);
    } catch (IOException e) {
      throw new LoadTestException("cannot start a backend", e);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("GET")) {
      long length = Long.parseLong(exchange.getRequestURI().getPath().substring(1));
      exchange.sendResponseHeaders(200, length);
      try (OutputStream out = exchange.getResponseBody()) {
        Pattern.write(out, length);
      }
      return;
    }
    byte[] count =
        Long.toString(Pattern.verify(exchange.getRequestBody())).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, count.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(count);
    }
  }

  /** Where it listens, as {@code HOST:PORT}. */
  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
