package io.bellhop.app.admin;

import io.bellhop.app.logs.RunAgents;
import io.bellhop.app.logs.RunLine;
import io.bellhop.app.logs.RunOutput;
import io.bellhop.model.StoreException;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.Runs;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * What a run prints, for one client, line by line, and at last how it ended. Nothing is left out:
 * it is read from the agent as fast as the client takes it.
 */
final class RunFeed implements Feed {
  private static final long LOOK_MILLIS = 100;
  private static final int TRIES_AFTER_ITS_END = 5;

  private final Runs runs;
  private final RunOutput output;
  private final RunKey key;
  private final Queue<RunLine> lines = new ArrayDeque<>();
  private final RunFollowing following;
  private int failures;

  /**
   * Begins to read.
   *
   * @param offset how far the client has come before
   */
  RunFeed(Runs runs, RunOutput output, RunKey key, long offset) {
    this.runs = runs;
    this.output = output;
    this.key = key;
    this.following = new RunFollowing(offset);
  }

  @Override
  public Optional<Event> next(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (lines.isEmpty()) {
      Optional<Event> event = look();
      if (event.isPresent()) {
        return event;
      }
      if (lines.isEmpty()) {
        if (System.nanoTime() - end > 0) {
          return Optional.empty();
        }
        following.pause(LOOK_MILLIS);
        if (isOver()) {
          return Optional.empty();
        }
      }
    }
    RunLine line = lines.remove();
    return Optional.of(new Event(Long.toString(line.next()), "line", line.tree().toString()));
  }

  private Optional<Event> look() throws InterruptedException {
    try {
      // Before its output is read: what has ended by then printed all that it will.
      Optional<Run> run = runs.find(key);
      if (run.isEmpty()) {
        return following.gone("run %s is known no longer".formatted(key.run()));
      }
      return look(run.get());
    } catch (StoreException e) {
      return following.missing("" + e.getMessage());
    }
  }

  private Optional<Event> look(Run run) throws StoreException, InterruptedException {
    try {
      RunOutput.Piece piece = output.read(run, following.offset());
      lines.addAll(piece.lines());
      following.at(piece.next());
      failures = 0;
    } catch (RunAgents.MissingException e) {
      failures++;
      if (!run.ended() || failures < TRIES_AFTER_ITS_END) {
        return following.missing("" + e.getMessage());
      }
    }
    return run.ended() && lines.isEmpty() ? following.ended(run) : Optional.empty();
  }

  @Override
  public boolean isOver() {
    return following.isOver();
  }

  @Override
  public void close() {
    following.close();
  }
}
