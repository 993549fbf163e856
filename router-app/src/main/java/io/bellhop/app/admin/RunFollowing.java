package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bellhop.config.json.RunJson;
import io.bellhop.model.run.Run;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What the feeds of one run have in common: how far the client is, what it was told beside the
 * run's output, and whether that is all. For the thread of the feed; only the end may be asked for
 * by others.
 */
final class RunFollowing {
  private final CountDownLatch closed = new CountDownLatch(1);
  private long offset;
  private boolean complained;
  private boolean over;

  /** A client that has the output before an offset. */
  RunFollowing(long offset) {
    this.offset = offset;
  }

  long offset() {
    return offset;
  }

  /** The output before this offset was read for it. */
  void at(long next) {
    offset = next;
  }

  /** The last event: how the run ended. */
  Optional<Feed.Event> ended(Run run) {
    over = true;
    return Optional.of(
        new Feed.Event(Long.toString(offset), "ended", RunJson.tree(run).toString()));
  }

  /** The last event of a run that cannot be followed any more. */
  Optional<Feed.Event> gone(String why) {
    over = true;
    return Optional.of(event("gone", why));
  }

  /** Says once that there is trouble. */
  Optional<Feed.Event> missing(String why) {
    if (complained) {
      return Optional.empty();
    }
    complained = true;
    return Optional.of(event("missing", why));
  }

  private Feed.Event event(String name, String detail) {
    String data = JsonNodeFactory.instance.objectNode().put("detail", detail).toString();
    return new Feed.Event(Long.toString(offset), name, data);
  }

  /** Waits, but for no longer than the feed is open. */
  void pause(long millis) throws InterruptedException {
    boolean unused = closed.await(millis, TimeUnit.MILLISECONDS);
  }

  boolean isOver() {
    return over || closed.getCount() == 0;
  }

  void close() {
    closed.countDown();
  }
}
