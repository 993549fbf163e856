package io.bellhop.router.exchange;

import io.bellhop.router.control.AppSlot;
import io.bellhop.router.control.AppView;
import io.bellhop.router.hold.Held;
import io.bellhop.router.hold.Waiter;
import io.bellhop.router.pick.Pick;
import io.bellhop.router.pick.Picker;
import io.bellhop.router.record.HoldReason;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * An exchange in its app's line: for a backend with room, or for the app to resume. Whoever makes
 * room, or publishes another view, picks for it, on any thread; all else happens on the exchange's
 * event loop.
 */
final class RoomWait implements Wait, Waiter {
  private final Exchange exchange;
  private final Attempts attempts;
  private final LoopContext loop;
  private final Deadline deadline;

  /** Keeps nothing, and draws from the source of whichever thread asks. */
  private final Picker picker;

  private @Nullable Held held;
  private boolean waitsForWake;
  private boolean extended;

  /** Written by the one thread that takes, and handed to the event loop with its task. */
  private @Nullable AppView view;

  private @Nullable Pick pick;

  private RoomWait(Exchange exchange, Attempts attempts, LoopContext loop) {
    this.exchange = exchange;
    this.attempts = attempts;
    this.loop = loop;
    this.deadline = loop.wheel().newDeadline(this::expire);
    this.picker = new Picker(() -> ThreadLocalRandom.current().nextLong(), loop.stickyKey());
  }

  /** Puts an exchange in line; null where there is no place for it. */
  static @Nullable RoomWait begin(Exchange exchange, Attempts attempts, LoopContext loop) {
    RoomWait wait = new RoomWait(exchange, attempts, loop);
    AppSlot app = attempts.app();
    AppView view = attempts.view();
    InboundRequest request = attempts.request();
    HoldTerms terms = attempts.beginWait();
    wait.waitsForWake = terms.reason() == HoldReason.WAKING;
    wait.deadline.in(terms.most().toNanos());
    wait.held =
        app.held()
            .hold(
                wait,
                terms.reason(),
                request.startedNanos(),
                request.heldBytes(),
                view.limits().maxHeld());
    if (wait.held == null) {
      wait.deadline.dispose();
      return null;
    }
    if (view.spec().perRequest().isPresent()) {
      app.runWanted();
    }
    return wait;
  }

  @Override
  public boolean take() {
    AppView now = attempts.app().view();
    Pick tried = attempts.settle(picker.pick(now, attempts), now);
    if (tried instanceof Pick.Waking) {
      // It may have fallen asleep only after this request had begun to wait.
      attempts.callFor(now);
    }
    view = now;
    pick = tried;
    return !Attempts.mustWait(tried);
  }

  @Override
  public void release() {
    if (!loop.tryExecute(this::resume)) {
      giveBack();
    }
  }

  @Override
  public void giveBack() {
    if (pick instanceof Pick.Lease lease) {
      lease.release();
    }
  }

  private void resume() {
    deadline.dispose();
    AppView taken = view;
    Pick granted = pick;
    if (exchange.ended() || taken == null || granted == null) {
      // The client left while the release was under way here.
      giveBack();
    } else {
      attempts.resumeBy(taken);
      exchange.proceed(granted);
      exchange.onClientReadComplete();
    }
  }

  @Override
  public void leave() {
    deadline.dispose();
    if (held != null) {
      held.leave();
    }
  }

  private void expire() {
    HoldTerms terms = attempts.holdTerms();
    if (waitsForWake != (terms.reason() == HoldReason.WAKING) && !extended) {
      // The app came up meanwhile, or fell asleep: what it waits for now, it waits for like others.
      extended = true;
      deadline.in(terms.most().toNanos());
    } else if (held != null && held.expire()) {
      deadline.dispose();
      exchange.fail(terms.tooLong());
    }
  }
}
