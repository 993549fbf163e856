package io.bellhop.router.exchange;

import io.bellhop.router.control.AppView;
import io.bellhop.router.failure.Failure;
import io.bellhop.router.hold.HoldPlace;
import io.bellhop.router.record.HoldOutcome;
import io.bellhop.router.record.HoldReason;
import org.jspecify.annotations.Nullable;

/**
 * An exchange in line for a connection to the backend that it was given to. Connections belong to
 * one event loop, so the line does too.
 */
final class ConnectionWait implements Wait {
  private final Exchange exchange;
  private final BackendPool pool;
  private final HoldPlace place;
  private final Deadline deadline;

  private ConnectionWait(Exchange exchange, BackendPool pool, HoldPlace place) {
    this.exchange = exchange;
    this.pool = pool;
    this.place = place;
    this.deadline = pool.wheel().newDeadline(this::expire);
  }

  /** Puts an exchange in line; null where there is no place for it. */
  static @Nullable ConnectionWait begin(Exchange exchange, Attempts attempts, BackendPool pool) {
    AppView view = attempts.view();
    HoldPlace place =
        attempts
            .app()
            .held()
            .places()
            .take(HoldReason.CONNECTION, attempts.request().heldBytes(), view.limits().maxHeld());
    if (place == null) {
      return null;
    }
    ConnectionWait wait = new ConnectionWait(exchange, pool, place);
    wait.deadline.in(view.timeouts().hold().toNanos());
    pool.join(wait);
    return wait;
  }

  Exchange exchange() {
    return exchange;
  }

  /** Out of the line, to be given a connection. */
  void release() {
    end(HoldOutcome.RELEASED);
  }

  @Override
  public void leave() {
    if (end(HoldOutcome.LEFT)) {
      pool.leave(this);
    }
  }

  private void expire() {
    if (end(HoldOutcome.EXPIRED)) {
      pool.leave(this);
      exchange.fail(Failure.HOLD_TIMEOUT);
    }
  }

  private boolean end(HoldOutcome outcome) {
    deadline.dispose();
    return place.free(outcome);
  }
}
