package io.bellhop.app.cli;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events of the admin API (WHATWG HTML §9.2), taken up again whenever the stream ends
 * or falls silent, at another router where there are several. For one thread.
 */
final class ServerEvents implements AutoCloseable {
  /** How long no router may be heard of before following is given up. */
  static final Duration LONGEST_ABSENCE = Duration.ofSeconds(60);

  /** Several of the server's heartbeats. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** A stream that lasted so long is taken up again at once. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int ENDED_IN_ORDER = 200;
  private static final int LINES_AHEAD = 64;
  private static final String ID = "id: ";
  private static final String EVENT = "event: ";
  private static final String DATA = "data: ";
  private static final String PROBLEM = "{";

  /**
   * What is said to who waits.
   *
   * @param lost where a stream is lost and another is tried
   * @param gone where none can be had
   */
  record Wording(String lost, String gone) {}

  private final AdminClient client;
  private final String path;
  private final Duration longestAbsence;
  private final Consumer<String> notice;
  private final Wording wording;
  private Lines lines;
  private CompletableFuture<HttpResponse<Void>> response = new CompletableFuture<>();
  private String lastId = "";
  private String nextId = "";
  private String name = "";
  private String problem = "";
  private boolean lost;
  private long heardNanos = System.nanoTime();
  private long aliveNanos = System.nanoTime();
  private long openedNanos = System.nanoTime();

  /**
   * Opens the stream.
   *
   * @param notice told in a sentence when the stream is lost, and when there is one again
   */
  ServerEvents(
      AdminClient client,
      String path,
      Duration longestAbsence,
      Consumer<String> notice,
      Wording wording) {
    this.client = client;
    this.path = path;
    this.longestAbsence = longestAbsence;
    this.notice = notice;
    this.wording = wording;
    this.lines = open();
  }

  private Lines open() {
    Lines opened = new Lines();
    problem = "";
    response = client.stream(path, lastId, opened);
    openedNanos = System.nanoTime();
    heardNanos = openedNanos;
    return opened;
  }

  /** Waits for the next, at most so long; empty where there was none. */
  Optional<ServerEvent> next(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toNanos(); left > 0; left = end - System.nanoTime()) {
      // Not longer, lest the end of the stream is noticed late.
      String line = lines.poll(Math.min(left, LOOK.toNanos()));
      if (line == null) {
        takeUpAgain();
      } else if (line.startsWith(PROBLEM)) {
        problem = line;
      } else {
        heard();
        Optional<ServerEvent> event = take(line);
        if (event.isPresent()) {
          return event;
        }
      }
    }
    return Optional.empty();
  }

  private void heard() {
    heardNanos = System.nanoTime();
    aliveNanos = heardNanos;
    if (lost) {
      lost = false;
      notice.accept("following again, at " + client.urls().current());
    }
  }

  /** The server sends an event's data last, and in one line. */
  private Optional<ServerEvent> take(String line) {
    if (line.startsWith(ID)) {
      nextId = line.substring(ID.length());
    } else if (line.startsWith(EVENT)) {
      name = line.substring(EVENT.length());
    } else if (line.startsWith(DATA)) {
      // Not before: an event that was cut off is to come again.
      lastId = nextId;
      return Optional.of(new ServerEvent(name, line.substring(DATA.length())));
    }
    return Optional.empty();
  }

  private void takeUpAgain() {
    long now = System.nanoTime();
    boolean silent = now - heardNanos > LONGEST_SILENCE.toNanos();
    if (!silent && !response.isDone()) {
      return;
    }
    boolean answered = response.isDone() && !response.isCompletedExceptionally();
    int status = answered ? response.join().statusCode() : 0;
    client.throwIfRefused(status, problem);
    if (now - aliveNanos > longestAbsence.toNanos()) {
      throw new CommandException(
          "no events came from %s for %d s, %s"
              .formatted(client.urls(), longestAbsence.toSeconds(), wording.gone()));
    }
    boolean lasted = status == ENDED_IN_ORDER && now - openedNanos > LONG_ENOUGH.toNanos();
    if (silent || lasted || now - heardNanos > PAUSE.toNanos()) {
      close();
      if (status != ENDED_IN_ORDER) {
        elsewhere();
      }
      lines = open();
    }
  }

  private void elsewhere() {
    String before = client.urls().current();
    client.urls().moveOn();
    if (!lost) {
      lost = true;
      notice.accept(
          "lost %s, trying %s; %s".formatted(before, client.urls().current(), wording.lost()));
    }
  }

  @Override
  public void close() {
    response.cancel(true);
    lines.cancel();
  }

  /** Takes lines only as fast as they are read. */
  static final class Lines implements Flow.Subscriber<String> {
    private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(LINES_AHEAD);
    private volatile Flow.@Nullable Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(LINES_AHEAD);
    }

    @Override
    public void onNext(String line) {
      // There is room for as many as were asked for.
      boolean unused = queue.offer(line);
    }

    @Override
    public void onError(Throwable failure) {
      // The response's future has it.
    }

    @Override
    public void onComplete() {
      // The response's future has it.
    }

    @Nullable String poll(long nanos) {
      try {
        String line = queue.poll(nanos, TimeUnit.NANOSECONDS);
        Flow.Subscription from = subscription;
        if (line != null && from != null) {
          from.request(1);
        }
        return line;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandException("interrupted", e);
      }
    }

    void cancel() {
      Flow.Subscription from = subscription;
      if (from != null) {
        from.cancel();
      }
    }
  }
}
