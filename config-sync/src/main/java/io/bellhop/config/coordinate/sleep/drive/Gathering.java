package io.bellhop.config.coordinate.sleep.drive;

import io.bellhop.config.coordinate.nodes.Answer;
import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.coordinate.nodes.Versioned;
import io.bellhop.model.InvalidValueException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Several reads over one session, sent in their order; done when all are answered. */
final class Gathering {
  private final Nodes nodes;
  private final Runnable whole;
  private final Consumer<String> failed;
  private int outstanding = 1;
  private @Nullable String failure;

  /**
   * Nothing is read yet.
   *
   * @param whole told once all that was asked for is there
   * @param failed told instead, where something could not be read
   */
  Gathering(Nodes nodes, Runnable whole, Consumer<String> failed) {
    this.nodes = nodes;
    this.whole = whole;
    this.failed = failed;
  }

  void sync(String path) {
    outstanding++;
    nodes.sync(path, answer -> take(answer, done -> {}));
  }

  /** Reads a node; where there is none, nothing is told. */
  void get(String path, Consumer<Versioned> taker) {
    outstanding++;
    nodes.get(path, answer -> take(answer, taker));
  }

  /** Reads the names of children; where the node is not there, nothing is told. */
  void children(String path, Consumer<List<String>> taker) {
    outstanding++;
    nodes.children(path, answer -> take(answer, taker));
  }

  private <T> void take(Answer<T> answer, Consumer<T> taker) {
    try {
      if (answer instanceof Answer.Present<T> present) {
        taker.accept(present.value());
      } else if (answer instanceof Answer.Failed<T> why) {
        failure = why.reason();
      }
    } catch (InvalidValueException e) {
      failure = "a node is not valid: " + e.getMessage();
    }
    sent();
  }

  /** Nothing more is asked for, but by what is told of those. */
  void sent() {
    outstanding--;
    if (outstanding == 0) {
      String why = failure;
      if (why == null) {
        whole.run();
      } else {
        failed.accept(why);
      }
    }
  }
}
