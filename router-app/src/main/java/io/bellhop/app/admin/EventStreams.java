package io.bellhop.app.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.bellhop.router.record.PlatformMeter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends events to clients that stay (server-sent events, WHATWG HTML §9.2). Each stream has a
 * thread of its own, of a bounded number, so that streams take no thread from other requests. A
 * client that left is noticed at the next heartbeat; one that does not read is cut by the server's
 * bound on answers. Thread safe.
 */
final class EventStreams implements AutoCloseable {
  static final int MOST_STREAMS = 128;
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  // Below the bound that cuts an answer: a stream that ends of itself is taken up again in order.
  private static final Duration LONGEST = Duration.ofSeconds(45);
  private static final Duration IDLE_THREAD = Duration.ofSeconds(10);

  private final ThreadPoolExecutor threads;

  EventStreams(MeterRegistry meters) {
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            0,
            MOST_STREAMS,
            IDLE_THREAD.toSeconds(),
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "admin-events-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    PlatformMeter.ADMIN_EVENT_STREAMS
        .gauge(threads, ThreadPoolExecutor::getActiveCount)
        .register(meters);
  }

  /**
   * Answers with events from now on, and closes exchange and feed; throws where there is no room.
   */
  void start(HttpExchange exchange, Feed feed) {
    try {
      threads.execute(() -> run(exchange, feed));
    } catch (RejectedExecutionException e) {
      feed.close();
      throw new ProblemException(
              ProblemCode.UNAVAILABLE,
              "%d event streams are open already, as many as there may be".formatted(MOST_STREAMS),
              "close one, or ask another router")
          .withHeader("Retry-After", "5");
    }
  }

  private static void run(HttpExchange exchange, Feed feed) {
    try (exchange;
        feed) {
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Type", "text/event-stream");
      headers.set("Cache-Control", "no-store");
      headers.set("X-Content-Type-Options", "nosniff");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      exchange.sendResponseHeaders(200, 0);
      send(feed, exchange.getResponseBody());
    } catch (IOException e) {
      // The client left, or was cut: there is nobody to be told.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(Feed feed, OutputStream out) throws IOException, InterruptedException {
    write(out, "retry: 500\n\n");
    long end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() - end < 0) {
      Optional<Feed.Event> next = feed.next(HEARTBEAT);
      write(out, next.map(EventStreams::text).orElse(": still here\n\n"));
      if (feed.isOver()) {
        return;
      }
    }
  }

  private static String text(Feed.Event event) {
    return "id: %s\nevent: %s\ndata: %s\n\n".formatted(event.id(), event.name(), event.data());
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
