package io.bellhop.app.cli.follow;

import io.bellhop.model.rollout.RolloutLog;
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

  /**
   * Returns once the rollout of this number has ended, or has only its old set left to keep; empty
   * where it is known no more, as its app was made anew, or too many have ended since.
   *
   * @param undone whether it is to be undone: then keeping the old set is no end
   */
  public Optional<Ending> follow(long number, boolean undone) {
    long start = System.nanoTime();
    boolean seen = false;
    while (true) {
      Optional<RolloutProgress> next = events.next(REDRAW);
      if (next.isPresent()) {
        display.progress(next.get(), number);
        Optional<Ending> ending = Ending.of(next.get(), number, undone);
        if (ending.isPresent()) {
          display.ended(ending.get());
          return ending;
        }
        boolean known = isKnown(next.get().log(), number);
        // A router that has not heard of it yet knows of no later one either.
        if (!known && (seen || next.get().log().lastNumber() >= number)) {
          return Optional.empty();
        }
        seen = known;
      }
      display.elapsed(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private static boolean isKnown(RolloutLog log, long number) {
    return log.current().filter(rollout -> rollout.number() == number).isPresent()
        || log.queued().stream().anyMatch(queued -> queued.number() == number);
  }
}
