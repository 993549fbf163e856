package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.agent.attach.LostPlaceException;
import io.bellhop.app.attach.AttachedOutput;
import io.bellhop.app.attach.RunAttachments;
import io.bellhop.app.logs.RunAgents.MissingException;
import io.bellhop.model.StoreException;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.Runs;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The output of an attached run for its client, byte by byte, and at last how the run ended. */
final class AttachmentFeed implements Feed {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);
  private static final long LOOK_MILLIS = 100;
  private static final long LOOK_AFTER_FAILURE_MILLIS = 500;
  private static final int TRIES_AFTER_ITS_END = 5;

  private final Runs runs;
  private final RunAttachments attachments;
  private final RunKey key;
  private final Queue<AttachedOutput.Piece> pieces = new ArrayDeque<>();
  private final RunFollowing following;
  private @Nullable Run known;
  private int failures;
  private boolean greeted;
  private boolean drained;

  /**
   * Begins to read.
   *
   * @param offset how far the client has come before
   */
  AttachmentFeed(Runs runs, RunAttachments attachments, RunKey key, long offset) {
    this.runs = runs;
    this.attachments = attachments;
    this.key = key;
    this.following = new RunFollowing(offset);
  }

  @Override
  public Optional<Event> next(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    do {
      AttachedOutput.Piece piece = pieces.poll();
      if (piece != null) {
        return Optional.of(output(piece));
      }
      Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      Optional<Event> event = look(left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT);
      if (event.isPresent()) {
        return event;
      }
    } while (!isOver() && (!pieces.isEmpty() || System.nanoTime() - end < 0));
    return Optional.empty();
  }

  private static Event output(AttachedOutput.Piece piece) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("output", piece.output()).put("data", piece.data());
    return new Event(Long.toString(piece.next()), "output", data.toString());
  }

  private Optional<Event> look(Duration atMost) throws InterruptedException {
    try {
      Run run = known;
      // Its agent never changes: only before it has one, and for its end, is it read again.
      if (run == null || run.agent().isEmpty() || drained) {
        Optional<Run> found = runs.find(key);
        if (found.isEmpty()) {
          return following.gone("run %s is known no longer".formatted(key.run()));
        }
        run = found.get();
        known = run;
      }
      return drained || run.agent().isEmpty() ? awaitEnd(run) : read(run, atMost);
    } catch (StoreException e) {
      return complaint("" + e.getMessage());
    }
  }

  private Optional<Event> awaitEnd(Run run) throws InterruptedException {
    if (run.ended()) {
      return following.ended(run);
    }
    following.pause(LOOK_MILLIS);
    return Optional.empty();
  }

  private Optional<Event> read(Run run, Duration atMost)
      throws StoreException, InterruptedException {
    try {
      Optional<AttachedOutput> output = attachments.read(run, following.offset(), atMost);
      if (output.isEmpty()) {
        // It is not attached yet, or no longer.
        known = null;
        return runs.find(key).filter(Run::ended).isPresent() ? drained() : paused();
      }
      return take(output.get());
    } catch (LostPlaceException e) {
      return following.gone("" + e.getMessage());
    } catch (MissingException e) {
      failures++;
      known = null;
      boolean ended = runs.find(key).filter(Run::ended).isPresent();
      return ended && failures > TRIES_AFTER_ITS_END ? drained() : complaint("" + e.getMessage());
    }
  }

  private Optional<Event> drained() {
    drained = true;
    return Optional.empty();
  }

  private Optional<Event> paused() throws InterruptedException {
    following.pause(LOOK_MILLIS);
    return Optional.empty();
  }

  private Optional<Event> take(AttachedOutput output) {
    failures = 0;
    final long before = following.offset();
    pieces.addAll(output.pieces());
    following.at(output.next());
    drained = output.over();
    if (greeted) {
      return Optional.empty();
    }
    greeted = true;
    return Optional.of(new Event(Long.toString(before), "attached", "{}"));
  }

  private Optional<Event> complaint(String why) throws InterruptedException {
    following.pause(LOOK_AFTER_FAILURE_MILLIS);
    return following.missing(why);
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
