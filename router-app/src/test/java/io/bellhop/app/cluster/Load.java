package io.bellhop.app.cluster;

import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients of an app on all routers: each sends one request after the other, every second a body.
 */
final class Load implements AutoCloseable {
  private static final int CLIENTS = 6;
  private static final int SOME = 30;

  private final TestedApp app;
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger answered = new AtomicInteger();
  private final Queue<String> posted = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<CompletableFuture<Void>> clients = new ArrayList<>();

  private Load(TestedApp app) {
    this.app = app;
  }

  static Load start(TestedApp app) {
    Load load = new Load(app);
    for (int i = 0; i < CLIENTS; i++) {
      int client = i;
      load.clients.add(CompletableFuture.runAsync(() -> load.run(client), load.threads));
    }
    return load;
  }

  private void run(int client) {
    for (int i = 0; !over.get(); i++) {
      ask(client, i % 2 == 0 ? "" : "order-%d-%d".formatted(client, i));
    }
  }

  private void ask(int client, String body) {
    try {
      HttpResponse<String> response = app.send(client % Cluster.ROUTERS, "/", body).join();
      if (response.statusCode() != 200 || !response.body().endsWith(body)) {
        failures.add(response.statusCode() + " " + response.headers().map());
      }
    } catch (CompletionException e) {
      failures.add(String.valueOf(e.getCause()));
    }
    if (!body.isEmpty()) {
      posted.add(body);
    }
    answered.incrementAndGet();
  }

  /** Waits until some more were answered. */
  void awaitMore() {
    int before = answered.get();
    await().atMost(Cluster.AMPLE).until(() -> answered.get() >= before + SOME);
  }

  /** Waits for what is under way, and sends no more. */
  void stop() {
    over.set(true);
    clients.forEach(CompletableFuture::join);
  }

  /** The bodies that were sent. */
  Queue<String> posted() {
    return posted;
  }

  /** What came of those that were not answered by a backend. */
  Queue<String> failures() {
    return failures;
  }

  @Override
  public void close() {
    over.set(true);
    threads.shutdownNow();
  }
}
