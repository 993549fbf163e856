package io.bellhop.app.cli.follow;

import io.bellhop.model.rollout.RolloutProgress;
import java.time.Duration;
import java.util.Optional;

/** Follows one rollout to its end. */
public final class Follower {
  private static final Duration REDRAW = Duration.ofMillis(200);

  private final Events events;
  private final Display display;

  /** Shows what the events tell. */
  public Follower(Events events, Display display) {
    this.events = events;
    this.display = display;
  }

  /** Returns once the rollout of this number has ended, or has only its old set left to keep. */
  public Ending follow(long number) {
    long start = System.nanoTime();
    while (true) {
      Optional<RolloutProgress> next = events.next(REDRAW);
      if (next.isPresent()) {
        display.progress(next.get(), number);
        Optional<Ending> ending = Ending.of(next.get(), number);
        if (ending.isPresent()) {
          display.ended(ending.get());
          return ending.get();
        }
      }
      display.elapsed(Duration.ofNanos(System.nanoTime() - start));
    }
  }
}
