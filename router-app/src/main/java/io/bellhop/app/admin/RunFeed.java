package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bellhop.app.logs.RunAgents;
import io.bellhop.app.logs.RunLine;
import io.bellhop.app.logs.RunOutput;
import io.bellhop.config.json.RunJson;
import io.bellhop.model.StoreException;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.Runs;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
  private final CountDownLatch closed = new CountDownLatch(1);
  private long offset;
  private int failures;
  private boolean complained;
  private boolean over;

  /**
   * Begins to read.
   *
   * @param offset how far the client has come before
   */
  RunFeed(Runs runs, RunOutput output, RunKey key, long offset) {
    this.runs = runs;
    this.output = output;
    this.key = key;
    this.offset = offset;
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
        if (closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
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
        over = true;
        return Optional.of(event("gone", "run %s is known no longer".formatted(key.run())));
      }
      return look(run.get());
    } catch (StoreException e) {
      return complaint("" + e.getMessage());
    }
  }

  private Optional<Event> look(Run run) throws StoreException, InterruptedException {
    try {
      RunOutput.Piece piece = output.read(run, offset);
      lines.addAll(piece.lines());
      offset = piece.next();
      failures = 0;
    } catch (RunAgents.MissingException e) {
      failures++;
      if (!run.ended() || failures < TRIES_AFTER_ITS_END) {
        return complaint("" + e.getMessage());
      }
    }
    return run.ended() && lines.isEmpty() ? Optional.of(ended(run)) : Optional.empty();
  }

  private Event ended(Run run) {
    over = true;
    return new Event(Long.toString(offset), "ended", RunJson.tree(run).toString());
  }

  private Optional<Event> complaint(String detail) {
    if (complained) {
      return Optional.empty();
    }
    complained = true;
    return Optional.of(event("missing", detail));
  }

  private Event event(String name, String detail) {
    String data = JsonNodeFactory.instance.objectNode().put("detail", detail).toString();
    return new Event(Long.toString(offset), name, data);
  }

  @Override
  public boolean isOver() {
    return over || closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
