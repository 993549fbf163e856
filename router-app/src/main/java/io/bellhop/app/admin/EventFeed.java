package io.bellhop.app.admin;

import io.bellhop.model.AppName;
import io.bellhop.model.rollout.RolloutProgress;
import io.bellhop.model.rollout.Rollouts;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Where the rollouts of an app stand, for one client: the newest takes the place of one that was
 * not sent yet, so that a slow client costs one value and misses no end. Told by one thread, read
 * by another.
 */
final class EventFeed implements Answer, AutoCloseable {
  private final BlockingQueue<RolloutProgress> newest = new ArrayBlockingQueue<>(1);
  private final boolean follow;
  private final String lastEventId;
  private final Runnable unsubscribe;

  private EventFeed(Rollouts rollouts, AppName app, boolean follow, String lastEventId) {
    this.follow = follow;
    this.lastEventId = lastEventId;
    this.unsubscribe = rollouts.subscribe(app, this::tell);
  }

  /**
   * Begins to follow.
   *
   * @param follow whether the client wants what comes after the first event
   * @param lastEventId what the client has seen already; empty for nothing
   */
  static EventFeed of(Rollouts rollouts, AppName app, boolean follow, String lastEventId) {
    return new EventFeed(rollouts, app, follow, lastEventId);
  }

  private void tell(RolloutProgress progress) {
    // One thread tells, so after at most one removal there is room.
    if (!newest.offer(progress)) {
      newest.clear();
      boolean unused = newest.offer(progress);
    }
  }

  boolean follow() {
    return follow;
  }

  String lastEventId() {
    return lastEventId;
  }

  /** Waits for what is new, at most so long. */
  Optional<RolloutProgress> next(Duration atMost) throws InterruptedException {
    return Optional.ofNullable(newest.poll(atMost.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public void close() {
    unsubscribe.run();
  }
}
