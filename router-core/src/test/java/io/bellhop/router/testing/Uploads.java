package io.bellhop.router.testing;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Sends large bodies from a thread of its own, as far as they are taken. */
public final class Uploads {
  private static final int BLOCK = 1 << 16;

  private Uploads() {}

  /** Sends a POST with a body of so many bytes; the count grows as they are taken. */
  public static AtomicLong inBackground(RawClient client, String target, long size) {
    AtomicLong taken = new AtomicLong();
    CompletableFuture.runAsync(() -> sendWhatIsTaken(client, target, size, taken));
    return taken;
  }

  private static void sendWhatIsTaken(
      RawClient client, String target, long size, AtomicLong taken) {
    try {
      client.send(Messages.request("POST", target, "Content-Length: " + size));
      send(client, size, taken);
    } catch (IOException e) {
      // The other side has had enough of it: what it answered is the test's matter.
    }
  }

  /** Sends so many bytes; the count grows as they are taken. */
  public static void send(Wire wire, long size, AtomicLong taken) throws IOException {
    byte[] block = new byte[BLOCK];
    for (long left = size; left > 0; left -= BLOCK) {
      wire.send(left >= BLOCK ? block : new byte[(int) left]);
      taken.addAndGet(Math.min(left, BLOCK));
    }
  }

  /** Sends the same message over and over; the count grows as it is taken. */
  public static void repeatInBackground(
      RawClient client, String message, int times, AtomicLong taken) {
    CompletableFuture.runAsync(() -> repeat(client, message, times, taken));
  }

  private static void repeat(RawClient client, String message, int times, AtomicLong taken) {
    try {
      for (int i = 0; i < times; i++) {
        client.send(message);
        taken.incrementAndGet();
      }
    } catch (IOException e) {
      // The test has seen enough and closed the connection.
    }
  }
}
