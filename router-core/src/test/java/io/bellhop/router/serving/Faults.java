package io.bellhop.router.serving;

import io.bellhop.router.testing.BackendConnection;
import io.bellhop.router.testing.ReceivedRequest;
import io.bellhop.router.testing.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A backend's script that fails as a seed says: the same for the same request, by how often it has
 * arrived. The target of a request is its run's number. Thread safe.
 */
final class Faults implements Script {
  private static final Duration A_WHILE = Duration.ofMillis(60);

  private final long seed;
  private final Map<String, AtomicInteger> arrivals = new ConcurrentHashMap<>();
  private volatile Consumer<String> onStall = target -> {};

  Faults(long seed) {
    this.seed = seed;
  }

  /** Who is told of a request that the backend does not answer for a while. */
  void onStall(Consumer<String> listener) {
    onStall = listener;
  }

  /** How often a request arrived at all backends that have this script. */
  int arrivals(String target) {
    AtomicInteger count = arrivals.get(target);
    return count == null ? 0 : count.get();
  }

  @Override
  public void serve(BackendConnection connection, ReceivedRequest request) throws IOException {
    int arrival =
        arrivals.computeIfAbsent(request.target(), t -> new AtomicInteger()).incrementAndGet();
    Random random = new Random(seed ^ (request.target().hashCode() * 31L + arrival) * 0x9E3779B97L);
    switch (random.nextInt(10)) {
      case 0 -> connection.close();
      case 1 -> connection.reset();
      case 2 -> partOfTheBody(connection, request, random);
      case 3 -> Script.reset().serve(connection, request);
      case 4 -> Script.sendAndClose("HTTP/1.1 200 OK\r\nConte").serve(connection, request);
      case 5 -> Script.sendAndClose("HTTP/1.1 103 X\r\n\r\n").serve(connection, request);
      case 6 -> stall(connection, request);
      default -> answer(connection, request);
    }
  }

  private static void partOfTheBody(
      BackendConnection connection, ReceivedRequest request, Random random) throws IOException {
    if (request.fields().has("Content-Length")) {
      int length = Integer.parseInt(request.fields().first("Content-Length").orElseThrow());
      connection.bytes(random.nextInt(length + 1));
    }
    connection.close();
  }

  private void stall(BackendConnection connection, ReceivedRequest request) throws IOException {
    request.readBody();
    onStall.accept(request.target());
    connection.awaitEnd(A_WHILE);
    answer(connection, request);
  }

  /** What the right answer to a request is: all of it. */
  static String answerTo(String method, String target, String body) {
    return method + " " + target + " " + body;
  }

  private static void answer(BackendConnection connection, ReceivedRequest request)
      throws IOException {
    if (request.readBody().complete()) {
      connection.reply(200, answerTo(request.method(), request.target(), request.body().text()));
    }
  }
}
