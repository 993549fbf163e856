package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.json.AgentJson;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.AppName;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.launch.InstanceEvents;
import io.bellhop.model.rollout.RolloutProgress;
import io.bellhop.model.rollout.Rollouts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What happens to an app, for one client. Of where its rollouts stand the newest takes the place of
 * one that was not sent yet, so that a slow client costs one value and misses no end. Of what
 * happened to its instances the store keeps the last events, which are looked at now and then.
 * Rollouts are told by one thread; all else is done by the one that reads.
 */
final class EventFeed implements Feed {
  private static final long LOOK_MILLIS = 500;

  private final BlockingQueue<RolloutProgress> newest = new ArrayBlockingQueue<>(1);
  private final Queue<InstanceEvent> happened = new ArrayDeque<>();
  private final InstanceEvents events;
  private final AppName app;
  private final boolean follow;
  private final Runnable unsubscribe;
  private String sentProgress;
  private long seenNumber;
  private long sentNumber;
  private boolean standTold;

  private EventFeed(
      Rollouts rollouts, InstanceEvents events, AppName app, boolean follow, String lastEventId) {
    this.events = events;
    this.app = app;
    this.follow = follow;
    String[] seen = lastEventId.split(":", 2);
    this.sentProgress = seen[0];
    this.sentNumber = seen.length == 2 ? number(seen[1]) : 0;
    this.seenNumber = sentNumber;
    this.unsubscribe = rollouts.subscribe(app, this::tell);
  }

  /**
   * Begins to follow.
   *
   * @param follow whether the client wants what comes after where things stand now
   * @param lastEventId what the client has seen already; empty for nothing
   */
  static EventFeed of(
      Rollouts rollouts, InstanceEvents events, AppName app, boolean follow, String lastEventId) {
    return new EventFeed(rollouts, events, app, follow, lastEventId);
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  private void tell(RolloutProgress progress) {
    // One thread tells, so after at most one removal there is room.
    if (!newest.offer(progress)) {
      newest.clear();
      boolean unused = newest.offer(progress);
    }
  }

  @Override
  public boolean isOver() {
    return !follow && standTold && happened.isEmpty();
  }

  @Override
  public Optional<Event> next(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    do {
      look();
      InstanceEvent event = happened.poll();
      if (event != null) {
        return Optional.of(event(event));
      }
      RolloutProgress progress = newest.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      standTold |= progress != null;
      Optional<Event> news = Optional.ofNullable(progress).flatMap(this::news);
      if (news.isPresent()) {
        return news;
      }
    } while (!isOver() && System.nanoTime() - end < 0);
    return Optional.empty();
  }

  /** What cannot be had now comes at another look: rollouts are told all the same. */
  private void look() {
    if (!happened.isEmpty()) {
      return;
    }
    try {
      for (InstanceEvent event : events.of(app)) {
        if (event.number() > seenNumber) {
          seenNumber = event.number();
          happened.add(event);
        }
      }
    } catch (StoreException e) {
      happened.clear();
    }
  }

  private Event event(InstanceEvent event) {
    sentNumber = event.number();
    JsonNode tree = AgentJson.tree(event);
    return new Event(id(), "instance", tree.toString());
  }

  private Optional<Event> news(RolloutProgress progress) {
    JsonNode tree = RolloutJson.tree(progress);
    String data = tree.toString();
    // Of the content, so that any router can tell whether a client has seen it already.
    String id = UUID.nameUUIDFromBytes(data.getBytes(StandardCharsets.UTF_8)).toString();
    if (id.equals(sentProgress)) {
      return Optional.empty();
    }
    sentProgress = id;
    return Optional.of(new Event(id(), "progress", data));
  }

  private String id() {
    return sentProgress + ":" + sentNumber;
  }

  @Override
  public void close() {
    unsubscribe.run();
  }
}
