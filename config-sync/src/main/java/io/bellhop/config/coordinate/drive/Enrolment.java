package io.bellhop.config.coordinate.drive;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.coordinate.nodes.Answer;
import io.bellhop.config.coordinate.nodes.Commit;
import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.coordinate.nodes.Versioned;
import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.config.coordinate.step.Members;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.RouterId;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutLog;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes a router into every rollout under way before it takes its first request, and out of them
 * after its last. So no owner can count the routers of a switch without one that may serve by an
 * older table, and a router that left in good order is no unknown.
 */
public final class Enrolment {
  private static final int MOST_ATTEMPTS = 20;

  private final TreePaths paths;
  private final RouterId self;
  private final Nodes nodes;
  private final boolean joining;
  private final Consumer<Boolean> done;
  private int outstanding = 1;
  private boolean succeeded = true;

  private Enrolment(
      TreePaths paths, RouterId self, Nodes nodes, boolean joining, Consumer<Boolean> done) {
    this.paths = paths;
    this.self = self;
    this.nodes = nodes;
    this.joining = joining;
    this.done = done;
  }

  /** Writes a router in, whose own node is there; told whether all was written. */
  public static void join(TreePaths paths, RouterId self, Nodes nodes, Consumer<Boolean> done) {
    new Enrolment(paths, self, nodes, true, done).start();
  }

  /** Writes a router out, whose own node is gone; told whether all was written. */
  public static void leave(TreePaths paths, RouterId self, Nodes nodes, Consumer<Boolean> done) {
    new Enrolment(paths, self, nodes, false, done).start();
  }

  private void start() {
    nodes.sync(paths.activeRollouts(), answer -> {});
    nodes.children(
        paths.activeRollouts(),
        answer -> {
          if (answer instanceof Answer.Present<List<String>> present) {
            present.value().forEach(this::app);
          }
          finished(!(answer instanceof Answer.Failed<List<String>>));
        });
  }

  private void app(String name) {
    try {
      outstanding++;
      attempt(new AppName(name), MOST_ATTEMPTS);
    } catch (InvalidValueException e) {
      finished(true);
    }
  }

  private void attempt(AppName app, int left) {
    if (left == 0) {
      finished(false);
      return;
    }
    nodes.get(
        paths.rollout(app),
        answer -> {
          if (answer instanceof Answer.Present<Versioned> node) {
            write(app, node.value(), left);
          } else {
            finished(answer instanceof Answer.Missing<Versioned>);
          }
        });
  }

  private void write(AppName app, Versioned node, int left) {
    Optional<RolloutLog> next = changed(node);
    if (next.isEmpty()) {
      finished(true);
      return;
    }
    nodes.commit(
        List.of(new Write.Put(paths.rollout(app), RolloutJson.write(next.get()), node.version())),
        outcome -> {
          if (outcome instanceof Commit.Refused) {
            attempt(app, left - 1);
          } else {
            finished(outcome instanceof Commit.Done);
          }
        });
  }

  /** Empty where there is nothing to be written. */
  private Optional<RolloutLog> changed(Versioned node) {
    RolloutLog log;
    try {
      log = RolloutJson.readLog(node.json());
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
    return log.current()
        .filter(rollout -> isIn(rollout) != joining)
        .map(rollout -> joining ? Members.with(rollout, self) : Members.without(rollout, self))
        .map(
            rollout ->
                new RolloutLog(
                    log.lastNumber(), Optional.of(rollout), log.queued(), log.history()));
  }

  private boolean isIn(Rollout rollout) {
    Long gone = rollout.members().get(self);
    return joining ? gone != null && gone == 0 : gone != null;
  }

  private void finished(boolean well) {
    succeeded &= well;
    outstanding--;
    if (outstanding == 0) {
      done.accept(succeeded);
    }
  }
}
