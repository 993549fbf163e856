package io.bellhop.router.testing;

import io.bellhop.router.control.AppMeans;
import io.bellhop.router.control.Control;
import io.bellhop.router.control.ControlTimer;
import io.bellhop.router.control.RetirementListener;
import io.bellhop.router.control.RoomWanted;
import io.bellhop.router.control.ViewBarrier;
import io.bellhop.router.hold.HoldBudget;
import io.bellhop.router.record.Meters;
import io.bellhop.router.settings.HoldSettings;
import io.bellhop.router.settings.MeterSettings;
import io.bellhop.router.wake.Wakes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Writers of a table for tests without sockets. */
public final class Controls {
  private Controls() {}

  /** One whose backends nobody has connections to, and whose time stands still. */
  public static Control plain() {
    return telling((backend, drain) -> {}, new ManualTimer());
  }

  /** One that tells of backends that leave. */
  public static Control telling(RetirementListener retirements, ControlTimer timer) {
    return telling(retirements, timer, Runnable::run);
  }

  /** One whose views are applied once the barrier says so. */
  public static Control telling(
      RetirementListener retirements, ControlTimer timer, ViewBarrier barrier) {
    return new Control(
        new AppMeans(
            new Meters(new SimpleMeterRegistry(), MeterSettings.DEFAULT),
            new HoldBudget(HoldSettings.DEFAULT.maxBytes()),
            new Wakes(new ManualTimer()),
            new RoomWanted()),
        retirements,
        timer,
        barrier);
  }
}
