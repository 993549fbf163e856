package io.bellhop.router.hold;

import io.bellhop.router.record.HoldReason;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one app that wait for the same thing, in the order in which they arrived at the
 * router, whichever event loop they are on. The oldest gets what becomes free; while any waits, new
 * ones are to go to the end of the line instead of trying for themselves.
 *
 * <p>Thread safe without locks. Changes go through an inbox, and whoever finds no worker busy with
 * it becomes the worker, for what others put in meanwhile too: so the line itself has a single
 * writer at any time, and nobody waits for anybody.
 */
public final class HoldQueue {
  private static final Logger LOG = LoggerFactory.getLogger(HoldQueue.class);

  private final HoldPlaces places;
  private final Queue<Held> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger work = new AtomicInteger();
  private @Nullable Held oldest;
  private @Nullable Held youngest;

  /** An empty line whose requests take these places. */
  public HoldQueue(HoldPlaces places) {
    this.places = places;
  }

  /** The places that its requests take; others of the app may take them, too. */
  public HoldPlaces places() {
    return places;
  }

  /** How many wait. */
  public int waiting() {
    return waiting.get();
  }

  /** Whether somebody waits. Costs a volatile read. */
  public boolean occupied() {
    return waiting.get() > 0;
  }

  /**
   * Puts a request in line. It may be released before this returns.
   *
   * @param reason what it waits for, at first
   * @param arrivedNanos when it came to the router; one that waits again has its old place
   * @param bytes what it costs to keep it
   * @param most how many may be held
   * @return null where there is no place for it
   */
  public @Nullable Held hold(
      Waiter waiter, HoldReason reason, long arrivedNanos, int bytes, int most) {
    HoldPlace place = places.take(reason, bytes, most);
    if (place == null) {
      return null;
    }
    Held held = new Held(this, place, waiter, arrivedNanos);
    // Counted before it tries: room that is made from here on is made known to it, and what was
    // made before, its own try finds.
    waiting.incrementAndGet();
    inbox.add(held);
    work();
    return held;
  }

  /** Something became free: the oldest may try for it. Costs a volatile read if nobody waits. */
  public void roomMade() {
    if (occupied()) {
      work();
    }
  }

  void gone(Held held) {
    inbox.add(held);
    work();
  }

  private void work() {
    if (work.getAndIncrement() != 0) {
      return;
    }
    int done = 1;
    do {
      readInbox();
      releaseAsFarAsThereIsRoom();
      done = work.addAndGet(-done);
    } while (done != 0);
  }

  private void readInbox() {
    for (Held held = inbox.poll(); held != null; held = inbox.poll()) {
      if (held.stage == Held.Stage.IN_LINE) {
        takeOut(held);
      } else if (held.stage == Held.Stage.NEW && held.waits()) {
        putIn(held);
      } else if (held.stage == Held.Stage.NEW) {
        out(held);
      }
    }
  }

  private void releaseAsFarAsThereIsRoom() {
    for (Held held = oldest; held != null; held = oldest) {
      if (held.waits() && !released(held)) {
        return;
      }
      takeOut(held);
    }
  }

  private static boolean released(Held held) {
    try {
      return held.tryRelease();
    } catch (RuntimeException e) {
      // It must not hold up those behind it; its own deadline answers it.
      LOG.warn("A held request was passed over: trying to let it go on failed", e);
      return true;
    }
  }

  /** Nearly always at the end: only one that waits for the second time goes further ahead. */
  private void putIn(Held held) {
    Held before = youngest;
    while (before != null && held.cameBefore(before)) {
      before = before.older;
    }
    Held after = before == null ? oldest : before.younger;
    held.stage = Held.Stage.IN_LINE;
    join(before, held);
    join(held, after);
  }

  private void takeOut(Held held) {
    join(held.older, held.younger);
    held.older = null;
    held.younger = null;
    out(held);
  }

  private void out(Held held) {
    held.stage = Held.Stage.OUT;
    waiting.decrementAndGet();
  }

  private void join(@Nullable Held older, @Nullable Held younger) {
    if (older == null) {
      oldest = younger;
    } else {
      older.younger = younger;
    }
    if (younger == null) {
      youngest = older;
    } else {
      younger.older = older;
    }
  }
}
