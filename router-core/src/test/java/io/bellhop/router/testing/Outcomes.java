package io.bellhop.router.testing;

import io.bellhop.model.health.Outcome;
import io.bellhop.model.health.OutcomeSink;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what it is told of the attempts at instances. Thread safe. */
public final class Outcomes implements OutcomeSink {
  private final AtomicInteger began = new AtomicInteger();
  private final Queue<Outcome> ended = new ConcurrentLinkedQueue<>();

  @Override
  public void began() {
    began.incrementAndGet();
  }

  @Override
  public void ended(Outcome outcome) {
    ended.add(outcome);
  }

  /** How many attempts began. */
  public int begun() {
    return began.get();
  }

  /** How those ended that did, in that order. */
  public List<Outcome> ended() {
    return List.copyOf(ended);
  }
}
