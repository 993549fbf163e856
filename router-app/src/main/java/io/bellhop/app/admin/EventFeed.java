package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.app.news.LatestNews;
import io.bellhop.app.news.NewsEvent;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.AppName;
import io.bellhop.model.StoreException;
import io.bellhop.model.news.AppNews;
import io.bellhop.model.rollout.RolloutProgress;
import io.bellhop.model.rollout.Rollouts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an app, for one client. Of where its rollouts stand the newest takes the place of
 * one that was not sent yet, so that a slow client costs one value and misses no end. All else the
 * store keeps for a while: it is read again once it changed. Who tells of either only leaves word;
 * all else is done by the one that reads.
 */
final class EventFeed implements Feed {
  /** What could not be read is read again after so long, also if nobody says that it changed. */
  private static final Duration READ_AGAIN = Duration.ofSeconds(1);

  private final AtomicReference<@Nullable RolloutProgress> newest = new AtomicReference<>();
  private final AtomicBoolean changed = new AtomicBoolean(true);
  private final Semaphore word = new Semaphore(0);
  private final Queue<NewsEvent> happened = new ArrayDeque<>();
  private final LatestNews news;
  private final boolean follow;
  private final Runnable leaveRollouts;
  private final Runnable leaveNews;
  private String sentProgress;
  private LatestNews.Mark sent;
  private boolean failed;
  private boolean standTold;

  private EventFeed(
      Rollouts rollouts, AppNews events, AppName app, boolean follow, String lastEventId) {
    String[] seen = lastEventId.split(":", 2);
    this.sentProgress = seen[0];
    this.sent = seen.length == 2 ? LatestNews.Mark.parse(seen[1]) : LatestNews.Mark.NONE;
    this.news = new LatestNews(events, app, sent);
    this.follow = follow;
    this.leaveNews = events.subscribe(app, this::changed);
    this.leaveRollouts = rollouts.subscribe(app, this::tell);
  }

  /**
   * Begins to follow.
   *
   * @param follow whether the client wants what comes after where things stand now
   * @param lastEventId what the client has seen already; empty for nothing
   */
  static EventFeed of(
      Rollouts rollouts, AppNews events, AppName app, boolean follow, String lastEventId) {
    return new EventFeed(rollouts, events, app, follow, lastEventId);
  }

  private void changed() {
    changed.set(true);
    word.release();
  }

  private void tell(RolloutProgress progress) {
    newest.set(progress);
    word.release();
  }

  @Override
  public boolean isOver() {
    return !follow && standTold && happened.isEmpty();
  }

  @Override
  public Optional<Event> next(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    do {
      // Before it is looked: word that comes from now on ends the wait below.
      word.drainPermits();
      look();
      NewsEvent event = happened.poll();
      if (event != null) {
        return Optional.of(event(event));
      }
      RolloutProgress progress = newest.getAndSet(null);
      standTold |= progress != null;
      Optional<Event> stand = Optional.ofNullable(progress).flatMap(this::news);
      if (stand.isPresent() || isOver()) {
        return stand;
      }
      await(end - System.nanoTime());
    } while (System.nanoTime() - end < 0);
    return Optional.empty();
  }

  private void await(long nanos) throws InterruptedException {
    long longest = failed ? Math.min(nanos, READ_AGAIN.toNanos()) : nanos;
    boolean unused = word.tryAcquire(longest, TimeUnit.NANOSECONDS);
  }

  /** What cannot be had now comes at another look: rollouts are told all the same. */
  private void look() {
    if (!happened.isEmpty() || !(changed.getAndSet(false) || failed)) {
      return;
    }
    try {
      happened.addAll(news.read());
      failed = false;
    } catch (StoreException e) {
      failed = true;
    }
  }

  private Event event(NewsEvent event) {
    sent = news.told(event);
    return new Event(id(), event.name(), event.data().toString());
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
    return sentProgress + ":" + sent.text();
  }

  @Override
  public void close() {
    leaveNews.run();
    leaveRollouts.run();
  }
}
