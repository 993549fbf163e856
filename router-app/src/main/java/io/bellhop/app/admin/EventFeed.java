package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.AppName;
import io.bellhop.model.rollout.RolloutProgress;
import io.bellhop.model.rollout.Rollouts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Where the rollouts of an app stand, for one client: the newest takes the place of one that was
 * not sent yet, so that a slow client costs one value and misses no end. Told by one thread, read
 * by another.
 */
final class EventFeed implements Feed {
  private final BlockingQueue<RolloutProgress> newest = new ArrayBlockingQueue<>(1);
  private final boolean follow;
  private String sent;
  private final Runnable unsubscribe;

  private EventFeed(Rollouts rollouts, AppName app, boolean follow, String lastEventId) {
    this.follow = follow;
    this.sent = lastEventId;
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

  @Override
  public boolean follow() {
    return follow;
  }

  @Override
  public Optional<Event> next(Duration atMost) throws InterruptedException {
    RolloutProgress progress = newest.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    return Optional.ofNullable(progress).map(EventFeed::event).filter(this::isNew);
  }

  private static Event event(RolloutProgress progress) {
    JsonNode tree = RolloutJson.tree(progress);
    String data = tree.toString();
    return new Event(id(data), "progress", data);
  }

  /** Of the content, so that any router can tell whether a client has seen it already. */
  private static String id(String data) {
    return UUID.nameUUIDFromBytes(data.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private boolean isNew(Event event) {
    boolean fresh = !event.id().equals(sent);
    sent = event.id();
    return fresh;
  }

  @Override
  public void close() {
    unsubscribe.run();
  }
}
