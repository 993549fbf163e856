package io.bellhop.router.exchange;

import io.bellhop.model.wake.WakeTrouble;
import io.bellhop.router.failure.Failure;
import java.time.Duration;

/**
 * An exchange whose run went away before it answered. How the run ended is known a moment later,
 * and is told to the client; so long it waits for that.
 */
final class RunEndWait implements Wait {
  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(2);

  private final Exchange exchange;
  private final Attempts attempts;
  private final Deadline deadline;
  private boolean over;

  private RunEndWait(Exchange exchange, Attempts attempts, LoopContext loop) {
    this.exchange = exchange;
    this.attempts = attempts;
    this.deadline = loop.wheel().newDeadline(this::fail);
  }

  static RunEndWait begin(Exchange exchange, Attempts attempts, LoopContext loop) {
    RunEndWait wait = new RunEndWait(exchange, attempts, loop);
    wait.deadline.in(KNOWN_WITHIN.toNanos());
    var unused = attempts.runEnd().thenAccept(end -> loop.tryExecute(() -> wait.known(end)));
    return wait;
  }

  private void known(WakeTrouble end) {
    if (!over) {
      attempts.runEnded(end);
      fail();
    }
  }

  private void fail() {
    leave();
    exchange.fail(Failure.RUN_ENDED);
  }

  @Override
  public void leave() {
    over = true;
    deadline.dispose();
  }
}
