package io.bellhop.app.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers with its name and what was sent to it; at {@code /slow} only once it is let go. */
final class TestBackend implements AutoCloseable {
  private final String name;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch released = new CountDownLatch(1);
  private final Queue<String> slow = new ConcurrentLinkedQueue<>();
  private final Queue<String> bodies = new ConcurrentLinkedQueue<>();

  private TestBackend(String name, HttpServer server) {
    this.name = name;
    this.server = server;
  }

  static TestBackend start(String name) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    TestBackend backend =
        new TestBackend(name, HttpServer.create(new InetSocketAddress(loopback, 0), 0));
    backend.server.createContext("/", backend::answer);
    backend.server.setExecutor(backend.threads);
    backend.server.start();
    return backend;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/slow")) {
        slow.add(path);
        released.await();
      }
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
      if (!body.isEmpty()) {
        bodies.add(body);
      }
      byte[] answer = (name + " " + body).strip().getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** How many slow requests have come. */
  int slow() {
    return slow.size();
  }

  /** Answers those that wait, and all that come later at once. */
  void release() {
    released.countDown();
  }

  /** Every body that was carried out. */
  Queue<String> bodies() {
    return bodies;
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.shutdownNow();
  }
}
