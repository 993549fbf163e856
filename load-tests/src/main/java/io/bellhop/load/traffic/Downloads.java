package io.bellhop.load.traffic;

import io.bellhop.load.stack.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** So many clients that download slowly from an {@link InstanceSet}, one file after the other. */
public final class Downloads implements AutoCloseable {
  private static final int MOST_PAUSE_MILLIS = 500;
  private static final Duration END_LIMIT = Duration.ofSeconds(60);

  private final LoadClient client;
  private final AtomicInteger underWay = new AtomicInteger();
  private int sent;
  private volatile boolean stopping;

  private Downloads(LoadClient client) {
    this.client = client;
  }

  /** Starts the clients on a router's port. */
  public static Downloads start(int port, String host, int clients) {
    Downloads downloads = new Downloads(new LoadClient(port, host));
    for (int i = 0; i < clients; i++) {
      downloads.rest();
    }
    return downloads;
  }

  private void rest() {
    // Spread, so that at a switch each is at another place of its file.
    int millis = ThreadLocalRandom.current().nextInt(MOST_PAUSE_MILLIS);
    client.loop().schedule(this::ask, millis, TimeUnit.MILLISECONDS);
  }

  private void ask() {
    if (!stopping) {
      underWay.incrementAndGet();
      // Even ids are GETs.
      int id = 2 * sent++;
      client.send(
          new LoadRequest(id, InstanceHandler.DOWNLOAD_PATH + id, System.nanoTime(), this::ended));
    }
  }

  private void ended() {
    underWay.decrementAndGet();
    rest();
  }

  /** Begins no more, waits for what is under way, and tells of every download, by its end. */
  public List<Answer> stop() {
    client.loop().submit(() -> stopping = true).syncUninterruptibly();
    Waiting.until("every download has ended", END_LIMIT, () -> underWay.get() == 0);
    client.close();
    return client.answers();
  }

  @Override
  public void close() {
    client.close();
  }
}
