package io.bellhop.app.logs;

import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** What one agent sends, a bounded number of lines ahead of its reader. */
final class AgentStream implements Flow.Subscriber<String>, AutoCloseable {
  private static final int LINES_AHEAD = 64;
  private static final int OK = 200;

  /**
   * A line, or the last word of an agent.
   *
   * @param failure why nothing more comes
   */
  record Sent(AgentStream by, String line, Optional<MissingAgent> failure) {}

  private final AgentInfo from;
  private final Queue<Sent> arrived;
  private CompletableFuture<HttpResponse<Void>> answer = new CompletableFuture<>();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;

  AgentStream(AgentInfo from, Queue<Sent> arrived) {
    this.from = from;
    this.arrived = arrived;
  }

  AgentId agent() {
    return from.id();
  }

  void open(AgentClient client, LogQuery query) {
    answer = client.follow(from.logs().orElseThrow(), query, this);
    CompletableFuture<HttpResponse<Void>> unused = answer.whenComplete(this::ended);
  }

  private void ended(@Nullable HttpResponse<Void> response, @Nullable Throwable failure) {
    if (failure != null && !closed) {
      missing(failure);
    } else if (response != null && response.statusCode() != OK) {
      missing(new IllegalStateException("answered %d".formatted(response.statusCode())));
    }
  }

  private void missing(Throwable failure) {
    arrived.add(new Sent(this, "", Optional.of(AgentClient.missing(from, failure))));
  }

  /** One line was taken: one more may come. */
  void read() {
    Flow.Subscription now = subscription;
    if (now != null) {
      now.request(1);
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(LINES_AHEAD);
  }

  @Override
  public void onNext(String line) {
    arrived.add(new Sent(this, line, Optional.empty()));
  }

  @Override
  public void onError(Throwable failure) {
    // The answer's future has it.
  }

  @Override
  public void onComplete() {
    // The answer's future has it.
  }

  @Override
  public void close() {
    closed = true;
    Flow.Subscription now = subscription;
    if (now != null) {
      now.cancel();
    }
    answer.cancel(true);
  }
}
