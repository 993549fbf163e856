package io.bellhop.router.testing;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that ask without pause, each on one connection after the other, until closed. */
public final class LoadClients implements AutoCloseable {
  private static final int REQUESTS_PER_CONNECTION = 50;
  private static final long PATIENCE_SECONDS = 30;

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong answered = new AtomicLong();
  private final RouterFixture router;
  private final String message;
  private final ExecutorService threads;
  private volatile boolean stopping;

  private LoadClients(RouterFixture router, int clients, String message) {
    this.router = router;
    this.message = message;
    threads = Executors.newFixedThreadPool(clients);
  }

  /** Starts so many clients that send the same message over and over. */
  public static LoadClients start(RouterFixture router, int clients, String message) {
    LoadClients load = new LoadClients(router, clients, message);
    for (int i = 0; i < clients; i++) {
      load.threads.execute(load::run);
    }
    return load;
  }

  /** Answers so far, good or bad. */
  public long answered() {
    return answered.get();
  }

  /** Every answer that was no 200, and every connection that broke. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** Ends the load once the requests under way are answered. */
  @Override
  public void close() {
    stopping = true;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("a client of the load did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping) {
      try (RawClient client = RawClient.connect(router.address())) {
        for (int i = 0; i < REQUESTS_PER_CONNECTION && !stopping; i++) {
          ask(client);
        }
      } catch (IOException e) {
        failures.add(e.toString());
        answered.incrementAndGet();
      }
    }
  }

  private void ask(RawClient client) throws IOException {
    RawResponse response = client.ask(message);
    answered.incrementAndGet();
    if (response.status() != 200 || !response.body().complete()) {
      failures.add(response.head());
    }
  }
}
