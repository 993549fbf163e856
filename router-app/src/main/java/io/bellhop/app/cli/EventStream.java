package io.bellhop.app.cli;

import io.bellhop.app.cli.follow.Events;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.rollout.RolloutProgress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events of the admin API (WHATWG HTML §9.2), taken up again whenever the stream ends
 * or falls silent. For one thread.
 */
final class EventStream implements Events {
  /** Several of the server's heartbeats. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

  private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int LINES_AHEAD = 64;
  private static final String DATA = "data:";

  private final AdminClient client;
  private final String path;
  private Lines lines;
  private CompletableFuture<HttpResponse<Void>> response = new CompletableFuture<>();
  private String lastData = "";
  private long heardNanos = System.nanoTime();
  private long aliveNanos = System.nanoTime();

  EventStream(AdminClient client, String path) {
    this.client = client;
    this.path = path;
    this.lines = open();
  }

  private Lines open() {
    Lines opened = new Lines();
    response = client.stream(path, opened);
    heardNanos = System.nanoTime();
    return opened;
  }

  @Override
  public Optional<RolloutProgress> next(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toNanos(); left > 0; left = end - System.nanoTime()) {
      String line = lines.poll(left);
      if (line == null) {
        takeUpAgain();
        continue;
      }
      heardNanos = System.nanoTime();
      aliveNanos = heardNanos;
      // A stream taken up again begins with where things stand.
      if (line.startsWith(DATA) && !line.equals(lastData)) {
        lastData = line;
        return Optional.of(
            RolloutJson.readProgress(
                line.substring(DATA.length()).getBytes(StandardCharsets.UTF_8)));
      }
    }
    return Optional.empty();
  }

  private void takeUpAgain() {
    long now = System.nanoTime();
    boolean silent = now - heardNanos > LONGEST_SILENCE.toNanos();
    if (!silent && !response.isDone()) {
      return;
    }
    AdminClient.throwIfRefused(response);
    if (now - aliveNanos > LONGEST_ABSENCE.toNanos()) {
      throw new CommandException(
          "no events came for %d s: the rollout goes on all the same; ask another router"
              .formatted(LONGEST_ABSENCE.toSeconds()));
    }
    if (silent || now - heardNanos > PAUSE.toNanos()) {
      close();
      lines = open();
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
        throw new CommandException("interrupted; the rollout goes on", e);
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
