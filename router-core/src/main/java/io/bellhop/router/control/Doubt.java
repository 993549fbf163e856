package io.bellhop.router.control;

import io.bellhop.router.hold.HoldQueue;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether an instance that agents start is there at all. Once it could not be connected to, it was
 * stopped or killed a moment ago, more often than not, and its replacement is on its way: requests
 * wait rather than meet the same. Every so often one of them tries, as the instance may have been
 * too busy to accept, or listen anew. Thread safe.
 *
 * <pre>
 *   trusted ──a connect failed──▶ doubted ──retryAfter──▶ on trial
 *      ▲                           │   ▲                   │   │
 *      │                           │   └─a request tries───┘   │
 *      └──connected, or answered───┴───────────────────────────┘
 * </pre>
 */
final class Doubt {
  /** Between two that try: a held request is late by so much at most where the same one is back. */
  static final Duration RETRY_AFTER = Duration.ofMillis(250);

  private enum State {
    TRUSTED,
    DOUBTED,
    ON_TRIAL
  }

  private final ControlTimer timer;
  private final HoldQueue held;
  private final AtomicReference<State> state = new AtomicReference<>(State.TRUSTED);
  private final AtomicBoolean waits = new AtomicBoolean();

  /** No doubt yet; whoever waits in the line is told when there is something to try. */
  Doubt(ControlTimer timer, HoldQueue held) {
    this.timer = timer;
    this.held = held;
  }

  /** Whether it could not be connected to of late. */
  boolean stands() {
    return state.get() != State.TRUSTED;
  }

  /** Whether it is given no request now. */
  boolean refuses() {
    return state.get() == State.DOUBTED;
  }

  /** A connect to it failed. */
  void raise() {
    if (state.compareAndSet(State.TRUSTED, State.DOUBTED)) {
      tryLater();
    }
  }

  /** It accepted a connection, or answered. */
  void dispel() {
    if (state.get() != State.TRUSTED) {
      state.set(State.TRUSTED);
      held.roomMade();
    }
  }

  /** Whether a request may be given to it, which is then the one that tries. */
  boolean mayTry() {
    if (state.get() == State.TRUSTED) {
      return true;
    }
    // Whatever becomes of the one that tries, if only that its client leaves: another follows.
    boolean tries = state.compareAndSet(State.ON_TRIAL, State.DOUBTED);
    if (tries) {
      tryLater();
    }
    return tries;
  }

  private void tryLater() {
    if (waits.compareAndSet(false, true)) {
      timer.after(RETRY_AFTER, this::beginTrial);
    }
  }

  private void beginTrial() {
    // Cleared first: a doubt that is raised from here on has its own call.
    waits.set(false);
    if (state.compareAndSet(State.DOUBTED, State.ON_TRIAL)) {
      held.roomMade();
    }
  }
}
