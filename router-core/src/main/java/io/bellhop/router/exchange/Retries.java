package io.bellhop.router.exchange;

import io.bellhop.router.control.Backend;
import io.bellhop.router.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is remembered of a request that is tried more than once. */
final class Retries {
  private final List<Backend> tried = new ArrayList<>(2);
  private Failure failure = Failure.NO_INSTANCES;
  private boolean written;
  private boolean inBudget;
  private boolean waits;
  private long waitsSinceNanos;

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

  /** It looks from now on for an instance that can be connected to, if it did not before. */
  void waits() {
    if (!waits) {
      waits = true;
      waitsSinceNanos = System.nanoTime();
    }
  }

  /** How long it has been looking. */
  Duration waited() {
    return waits ? Duration.ofNanos(System.nanoTime() - waitsSinceNanos) : Duration.ZERO;
  }

  boolean inBudget() {
    return inBudget;
  }

  void inBudget(boolean value) {
    inBudget = value;
  }
}
