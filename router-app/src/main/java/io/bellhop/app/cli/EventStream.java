package io.bellhop.app.cli;

import io.bellhop.app.cli.follow.Events;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.rollout.RolloutProgress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Where the rollouts of an app stand, by the admin API. For one thread. */
final class EventStream implements Events {
  static final ServerEvents.Wording WORDING =
      new ServerEvents.Wording(
          "rollouts go on by themselves",
          "though the rollout goes on by itself: name other routers in BELLHOP_URL, or see later"
              + " with `bellhop rollouts`");

  private final ServerEvents events;
  private String lastData = "";

  /** Of a stream that is open, and is closed with this. */
  EventStream(ServerEvents events) {
    this.events = events;
  }

  @Override
  public Optional<RolloutProgress> next(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toNanos(); left > 0; left = end - System.nanoTime()) {
      Optional<ServerEvent> event = events.next(Duration.ofNanos(left)).filter(this::isNews);
      if (event.isPresent()) {
        return event.map(each -> progress(each.data()));
      }
    }
    return Optional.empty();
  }

  /** A stream that was taken up again begins with where things stand: nothing of it is missed. */
  private boolean isNews(ServerEvent event) {
    if (!event.isProgress() || event.data().equals(lastData)) {
      return false;
    }
    lastData = event.data();
    return true;
  }

  static RolloutProgress progress(String data) {
    return RolloutJson.readProgress(data.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    events.close();
  }
}
