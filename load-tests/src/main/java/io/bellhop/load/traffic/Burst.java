package io.bellhop.load.traffic;

import java.util.List;

/** Requests of which many are sent at once, GETs and POSTs in turn. Thread safe. */
public final class Burst implements AutoCloseable {
  private final LoadClient client;
  private int sent;
  private volatile int underWay;

  private Burst(LoadClient client) {
    this.client = client;
  }

  /** A client of a router's port; connections are kept from one time to the next. */
  public static Burst to(int port, String host) {
    return new Burst(new LoadClient(port, host));
  }

  /** Sends so many at once, each to that path with its number behind it. */
  public void send(int requests, String path) {
    changeUnderWay(requests);
    client
        .loop()
        .execute(
            () -> {
              for (int i = 0; i < requests; i++) {
                sendOne(path, () -> {});
              }
            });
  }

  /** Sends one; what comes then is done on the client's event loop, once it has ended. */
  public void send(String path, Runnable then) {
    changeUnderWay(1);
    client.loop().execute(() -> sendOne(path, then));
  }

  private void sendOne(String path, Runnable then) {
    int id = sent++;
    client.send(
        new LoadRequest(
            id,
            path + id,
            System.nanoTime(),
            () -> {
              changeUnderWay(-1);
              then.run();
            }));
  }

  private synchronized void changeUnderWay(int by) {
    underWay += by;
  }

  /** How many have not ended yet. */
  public int underWay() {
    return underWay;
  }

  /** What became of all that ended so far, by their end. */
  public List<Answer> answers() {
    return client.loop().submit(client::answers).syncUninterruptibly().getNow();
  }

  @Override
  public void close() {
    client.close();
  }
}
