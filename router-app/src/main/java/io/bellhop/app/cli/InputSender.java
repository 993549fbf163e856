package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.model.run.TerminalSize;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends what a process reads to its run, one piece at a time, each until it was taken: by another
 * router where one fails. Thread safe.
 */
final class InputSender {
  private static final int PIECE_BYTES = 32 * 1024;
  private static final long PAUSE_MILLIS = 50;
  private static final long PAUSE_AFTER_FAILURE_MILLIS = 500;

  private final CommandContext context;
  private final String path;
  private final CountDownLatch stopped = new CountDownLatch(1);

  InputSender(CommandContext context, RunReference run) {
    this.context = context;
    this.path = run.path() + AttachedClient.FEED;
  }

  /** Begins to read. */
  void start() {
    Thread thread = new Thread(this::sendAll, "run-input");
    thread.setDaemon(true);
    thread.start();
  }

  /** Sends no more. */
  void stop() {
    stopped.countDown();
  }

  private void sendAll() {
    // Of its own: a client remembers which router it asks, and is for one thread.
    AdminClient client = context.adminClient();
    byte[] buffer = new byte[PIECE_BYTES];
    long offset = 0;
    // Not closed at its end: whoever restores a terminal needs it.
    InputStream in = context.streams().in();
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!send(client, offset, Arrays.copyOf(buffer, read), false)) {
          return;
        }
        offset += read;
      }
    } catch (IOException e) {
      // There is no more to read, as at the end.
      send(client, offset, new byte[0], true);
      return;
    }
    send(client, offset, new byte[0], true);
  }

  /** Returns whether it was taken; else nothing is taken any more. */
  private boolean send(AdminClient client, long offset, byte[] bytes, boolean end) {
    int done = 0;
    do {
      byte[] rest = Arrays.copyOfRange(bytes, done, bytes.length);
      try {
        JsonNode answer = client.send("POST", path + "/input", body(offset + done, rest, end));
        if (!answer.path("open").asBoolean()) {
          return false;
        }
        int now = (int) (answer.path("taken").asLong() - offset);
        if (now == bytes.length) {
          return true;
        }
        pause(now == done ? PAUSE_MILLIS : 0);
        done = Math.max(done, now);
      } catch (CommandException e) {
        // Whoever follows the output says what is wrong, and for how long it is tried.
        client.urls().moveOn();
        pause(PAUSE_AFTER_FAILURE_MILLIS);
      }
    } while (stopped.getCount() > 0);
    return false;
  }

  private static ObjectNode body(long offset, byte[] bytes, boolean end) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("offset", offset)
        .put("data", Base64.getEncoder().encodeToString(bytes))
        .put("end", end);
  }

  private void pause(long millis) {
    try {
      boolean unused = stopped.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
    }
  }

  /** Says how much output was received; where that fails it is said again with more. */
  void received(AdminClient client, long bytes) {
    ObjectNode body = body(0, new byte[0], false).put("received", bytes);
    try {
      client.send("POST", path + "/input", body);
    } catch (CommandException e) {
      client.urls().moveOn();
    }
  }

  /** Says how large the terminal is now; where that fails it stays as it is. */
  void resized(AdminClient client, TerminalSize size) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    try {
      client.send(
          "PUT", path + "/terminal", body.put("rows", size.rows()).put("columns", size.columns()));
    } catch (CommandException e) {
      client.urls().moveOn();
    }
  }
}
