package io.bellhop.router.exchange;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the data plane is doing now, counted by all event loops. Thread safe. */
public final class Activity {
  private final AtomicInteger connections = new AtomicInteger();
  private final LongAdder requests = new LongAdder();
  private final LongAdder tunnels = new LongAdder();
  private volatile boolean draining;

  /** Client connections open; exact, as it is held against a limit. */
  public AtomicInteger connections() {
    return connections;
  }

  /** Requests under way, tunnels left out. */
  public LongAdder requests() {
    return requests;
  }

  /** Upgraded connections open. */
  public LongAdder tunnels() {
    return tunnels;
  }

  /** Whether the router is about to stop: no connection outlives its present request. */
  public boolean draining() {
    return draining;
  }

  /** The router is about to stop. */
  public void drain() {
    draining = true;
  }
}
