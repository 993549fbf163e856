package io.bellhop.app.cli;

import io.bellhop.app.cli.follow.Events;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.rollout.RolloutProgress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Where the rollouts of an app stand, by the admin API. For one thread. */
final class EventStream implements Events {
  /** How long no router may be heard of before following is given up. */
  static final Duration LONGEST_ABSENCE = ServerEvents.LONGEST_ABSENCE;

  static final ServerEvents.Wording WORDING =
      new ServerEvents.Wording(
          "rollouts go on by themselves",
          "though the rollout goes on by itself: name other routers in BELLHOP_URL, or see later"
              + " with `bellhop rollouts`");

  private final ServerEvents events;
  private String lastData = "";

  /**
   * Opens the stream.
   *
   * @param notice told in a sentence when the stream is lost, and when there is one again
   */
  EventStream(AdminClient client, String path, Duration longestAbsence, Consumer<String> notice) {
    this.events = new ServerEvents(client, path, longestAbsence, notice, WORDING);
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
