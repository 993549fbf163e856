package io.bellhop.app.admin;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.RouterId;
import io.bellhop.model.StoreException;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.sleep.Keeper;
import io.bellhop.model.sleep.KeptAwake;
import io.bellhop.model.sleep.RestEntry;
import io.bellhop.model.sleep.SleepAttempt;
import io.bellhop.model.sleep.SleepStatus;
import io.bellhop.model.sleep.Sleeps;
import io.bellhop.model.sleep.WakeEntry;
import io.bellhop.model.sleep.WakeLedger;
import io.bellhop.model.sleep.WakePhases;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sleep that stands where a test puts it; every field has something to say. */
final class FakeSleeps implements Sleeps {
  private static final RouterId ROUTER = new RouterId("edge-1");
  private static final WakeCause CAUSE =
      new WakeCause("shop.localhost", "/cart", WakeCause.Agent.BROWSER);

  final List<String> calls = new CopyOnWriteArrayList<>();

  private void call(AppName app, String what) throws StoreException {
    if (!app.value().equals("shop")) {
      throw new StoreException(StoreException.Reason.NOT_FOUND, "no such app");
    }
    calls.add(what);
  }

  @Override
  public void sleep(AppName app) throws StoreException {
    call(app, "sleep");
  }

  @Override
  public void pin(AppName app, boolean pinned) throws StoreException {
    call(app, pinned ? "pin" : "unpin");
  }

  @Override
  public void busy(AppName app, Duration lease) throws StoreException {
    call(app, "busy " + lease);
  }

  @Override
  public SleepStatus status(AppName app) throws StoreException {
    call(app, "status");
    Keeper keeper = Keeper.until(Keeper.Kind.BUSY, "it is busy", 5);
    return new SleepStatus(
        Traffic.of(7, TrafficMode.SERVING, Map.of(new DeploymentName("v1"), 100), Map.of())
            .resting(1),
        List.of(keeper),
        new TreeSet<>(List.of(ROUTER)),
        new KeptAwake(true, 5),
        Optional.of(
            SleepAttempt.begin(6, 1, true, new TreeMap<>(Map.of(ROUTER, 0L))).calledOff(keeper)),
        WakeLedger.EMPTY.woken(entry()).rested(RestEntry.begun(9, entry().atMillis(), 1)));
  }

  private static WakeEntry entry() {
    return WakeEntry.begin(5, ROUTER, CAUSE, 1_000, 2, "")
        .reported(
            new WakeReport(
                CAUSE,
                Instant.EPOCH,
                Optional.of(Duration.ofMillis(5)),
                Optional.of(Duration.ofMillis(900)),
                Optional.of(Duration.ofMillis(950)),
                7,
                "answered"),
            new WakePhases(
                Optional.of(Duration.ofMillis(12)),
                Optional.of(Duration.ofMillis(30)),
                Optional.of(Duration.ofMillis(880))))
        .asleep(90_000);
  }
}
