package io.bellhop.load.traffic;

import io.bellhop.load.stack.LoadTestException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A fixed number of requests by so many clients over kept connections. Each client asks, waits for
 * the answer, thinks for a random time, and asks again.
 */
public final class ThinkingLoad implements AutoCloseable {
  private final LoadClient client;
  private final int requests;
  private final long mostThinkMicros;
  private final CountDownLatch clientsUnderWay;
  private int sent;

  private ThinkingLoad(LoadClient client, int requests, int clients, long mostThinkMicros) {
    this.client = client;
    this.requests = requests;
    this.mostThinkMicros = mostThinkMicros;
    this.clientsUnderWay = new CountDownLatch(clients);
  }

  /** Starts the clients on a router's port. */
  public static ThinkingLoad start(
      int port, String host, int requests, int clients, long mostThinkMicros) {
    ThinkingLoad load =
        new ThinkingLoad(new LoadClient(port, host), requests, clients, mostThinkMicros);
    for (int i = 0; i < clients; i++) {
      load.think();
    }
    return load;
  }

  private void think() {
    long micros = ThreadLocalRandom.current().nextLong(mostThinkMicros + 1);
    client.loop().schedule(this::ask, micros, TimeUnit.MICROSECONDS);
  }

  private void ask() {
    if (sent == requests) {
      clientsUnderWay.countDown();
      return;
    }
    client.send(LoadRequest.numbered(sent++, System.nanoTime(), this::think));
  }

  /** Waits until all is asked and answered, and tells of every request, by its end. */
  public List<Answer> await(int seconds) {
    try {
      if (!clientsUnderWay.await(seconds, TimeUnit.SECONDS)) {
        throw new LoadTestException(
            "%d requests were not done in %d s".formatted(requests, seconds));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadTestException("interrupted while waiting for the load", e);
    }
    client.close();
    return client.answers();
  }

  @Override
  public void close() {
    client.close();
  }
}
