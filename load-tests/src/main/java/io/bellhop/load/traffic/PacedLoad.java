package io.bellhop.load.traffic;

import io.bellhop.load.stack.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Requests at a fixed rate, whether or not those before were answered: GETs and POSTs in turn over
 * kept connections. The latency of each counts from when it was due, so that a router or a backend
 * that stands still is seen to be slow by every request that it kept waiting.
 */
public final class PacedLoad implements AutoCloseable {
  private static final Duration END_LIMIT = Duration.ofSeconds(60);
  private static final Duration SETTLE_LIMIT = Duration.ofMinutes(2);

  private final LoadClient client;
  private final int perSecond;
  private final long nanosPerRequest;
  private final long startNanos = System.nanoTime();
  private int sent;
  private boolean stopping;
  private volatile int underWay;

  private PacedLoad(int port, String host, int perSecond) {
    this.client = new LoadClient(port, host);
    this.perSecond = perSecond;
    this.nanosPerRequest = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /** Starts the load on a router's port. */
  public static PacedLoad start(int port, String host, int perSecond) {
    PacedLoad load = new PacedLoad(port, host, perSecond);
    load.client.loop().execute(load::sendWhatIsDue);
    return load;
  }

  private void sendWhatIsDue() {
    long now = System.nanoTime();
    for (long due = due(); due <= now && !stopping; due = due()) {
      changeUnderWay(1);
      client.send(LoadRequest.numbered(sent, due, () -> changeUnderWay(-1)));
      sent++;
    }
    if (!stopping) {
      client.loop().schedule(this::sendWhatIsDue, 1, TimeUnit.MILLISECONDS);
    }
  }

  // Only the loop writes it; who waits for the end only reads it.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void changeUnderWay(int by) {
    underWay += by;
  }

  private long due() {
    return startNanos + sent * nanosPerRequest;
  }

  /** Waits until there is no backlog: less is under way than is sent in a twentieth of a second. */
  public void awaitSettled() {
    Waiting.until("the load has settled", SETTLE_LIMIT, () -> underWay < perSecond / 20);
  }

  /** Waits until that backend answers a request that was due after that moment. */
  public void awaitAnswerBy(String backend, long nanos) {
    Waiting.until(
        backend + " answers again", SETTLE_LIMIT, () -> client.answeredSince(backend, nanos));
  }

  /** Sends no more, waits for what is under way, and tells of every request, by its end. */
  public List<Answer> stop() {
    client.loop().submit(() -> stopping = true).syncUninterruptibly();
    Waiting.until("every request has ended", END_LIMIT, () -> underWay == 0);
    client.close();
    return client.answers();
  }

  @Override
  public void close() {
    client.close();
  }
}
