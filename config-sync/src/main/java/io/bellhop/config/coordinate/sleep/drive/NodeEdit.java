package io.bellhop.config.coordinate.sleep.drive;

import io.bellhop.config.coordinate.nodes.Answer;
import io.bellhop.config.coordinate.nodes.Commit;
import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.coordinate.nodes.Versioned;
import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.model.InvalidValueException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Changes one node as it stands, so that no change made at the same time is lost; makes it where it
 * is not there. Tried again a few times where somebody was quicker.
 */
final class NodeEdit {
  private static final int MOST_ATTEMPTS = 10;
  private static final byte[] NOTHING = {};

  private final Nodes nodes;
  private final String path;
  private final Function<byte[], Optional<byte[]>> edit;
  private final Consumer<Boolean> done;

  private NodeEdit(
      Nodes nodes, String path, Function<byte[], Optional<byte[]>> edit, Consumer<Boolean> done) {
    this.nodes = nodes;
    this.path = path;
    this.edit = edit;
    this.done = done;
  }

  /**
   * Changes a node.
   *
   * @param edit makes the next content of the present one, which is empty where there is none;
   *     empty for it stays
   * @param done told whether it is as it should be
   */
  static void of(
      Nodes nodes, String path, Function<byte[], Optional<byte[]>> edit, Consumer<Boolean> done) {
    new NodeEdit(nodes, path, edit, done).attempt(MOST_ATTEMPTS);
  }

  private void attempt(int left) {
    if (left == 0) {
      done.accept(false);
      return;
    }
    nodes.get(
        path,
        answer -> {
          if (answer instanceof Answer.Present<Versioned> node) {
            byte[] json = node.value().json();
            int version = node.value().version();
            write(json, content -> new Write.Put(path, content, version), left);
          } else if (answer instanceof Answer.Missing<Versioned>) {
            write(NOTHING, content -> new Write.Create(path, content, false), left);
          } else {
            done.accept(false);
          }
        });
  }

  private void write(byte[] now, Function<byte[], Write> write, int left) {
    Optional<byte[]> next;
    try {
      next = edit.apply(now);
    } catch (InvalidValueException e) {
      done.accept(false);
      return;
    }
    if (next.isEmpty()) {
      done.accept(true);
      return;
    }
    nodes.commit(
        List.of(write.apply(next.get())),
        outcome -> {
          if (outcome instanceof Commit.Refused refused
              && refused.cause() != Commit.Cause.MISSING) {
            attempt(left - 1);
          } else {
            done.accept(outcome instanceof Commit.Done);
          }
        });
  }
}
