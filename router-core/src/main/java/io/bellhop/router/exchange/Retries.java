package io.bellhop.router.exchange;

import io.bellhop.router.control.Backend;
import io.bellhop.router.failure.Failure;
import java.util.ArrayList;
import java.util.List;

/** What is remembered of a request that is tried more than once. */
final class Retries {
  private final List<Backend> tried = new ArrayList<>(2);
  private Failure failure = Failure.NO_INSTANCES;
  private boolean written;
  private boolean inBudget;

  /**
   * Notes the backend of an attempt that failed, and what it would have failed the request with.
   */
  void failed(Backend backend, Failure with) {
    tried.add(backend);
    failure = with;
  }

  boolean tried(Backend backend) {
    return tried.contains(backend);
  }

  /** What the last attempt came to: the answer where there can be no other. */
  Failure failure() {
    return failure;
  }

  /** Whether anything of the request was written in any attempt. */
  boolean written() {
    return written;
  }

  void written(boolean byTheLast) {
    written |= byTheLast;
  }

  boolean inBudget() {
    return inBudget;
  }

  void inBudget(boolean value) {
    inBudget = value;
  }
}
