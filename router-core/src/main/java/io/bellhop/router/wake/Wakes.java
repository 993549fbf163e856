package io.bellhop.router.wake;

import io.bellhop.model.wake.Demand;

/** What the wakes of all apps of a router share. Thread safe. */
public final class Wakes {
  private final WakeTimer timer;
  private volatile Demand demand = new NoDemand();

  /** Wakes that go by this time, and nobody to tell of them yet. */
  public Wakes(WakeTimer timer) {
    this.timer = timer;
  }

  /** Whom to tell which apps are needed, from now on. */
  public void demand(Demand value) {
    demand = value;
  }

  Demand demand() {
    return demand;
  }

  WakeTimer timer() {
    return timer;
  }
}
