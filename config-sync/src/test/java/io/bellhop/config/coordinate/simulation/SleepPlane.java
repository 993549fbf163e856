package io.bellhop.config.coordinate.simulation;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.plane.CutRequest;
import io.bellhop.model.plane.DataPlane;
import io.bellhop.model.plane.DeploymentReport;
import io.bellhop.model.plane.PlaneReport;
import io.bellhop.model.wake.Demand;
import io.bellhop.model.wake.WakeCause;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * A data plane with two event loops that apply a table one after the other. In DRAINING and ASLEEP
 * it holds what arrives, calls for a wake, and goes on once it applies a later epoch that serves.
 */
final class SleepPlane implements DataPlane {
  private static final int LOOPS = 2;
  private static final long QUIET_AFTER = 30;
  private static final long ASK_AGAIN = 60;
  private static final WakeCause CAUSE = new WakeCause("shop", "/", WakeCause.Agent.CLIENT);

  /** What a loop goes by. */
  record View(Traffic traffic, List<Integer> instances) {
    /** Whether its app serves with some of its instances. */
    boolean rests() {
      return traffic.mode() == TrafficMode.SERVING && traffic.isResting();
    }
  }

  private record Request(long millis, boolean tunnel, int loop) {}

  private final RouterId router;
  private final Events events;
  private final Executor thread;
  private final SleepTruth truth;
  private final SleepMutation mutation;
  private final Supplier<Demand> demand;
  private final View[] loops = new View[LOOPS];
  private final long[] lastOf = new long[LOOPS];
  private final List<Request> held = new ArrayList<>();
  private int requests;
  private int tunnels;
  private boolean asking;
  private boolean flowing;
  private long lastBusy;
  private int served;
  private int healthy;
  private Runnable onChange = () -> {};

  SleepPlane(
      RouterId router,
      Events events,
      Executor thread,
      SleepTruth truth,
      SleepMutation mutation,
      Supplier<Demand> demand) {
    this.router = router;
    this.events = events;
    this.thread = thread;
    this.truth = truth;
    this.mutation = mutation;
    this.demand = demand;
    for (int i = 0; i < LOOPS; i++) {
      loops[i] = new View(Traffic.NONE, List.of());
    }
  }

  int held() {
    return held.size();
  }

  int served() {
    return served;
  }

  /** A table as read; each loop applies it in its own time, in order. */
  void apply(View view, boolean atOnce) {
    healthy = view.instances().size();
    for (int i = 0; i < LOOPS; i++) {
      int loop = i;
      if (atOnce) {
        applyOn(loop, view);
      } else {
        lastOf[loop] = Math.max(lastOf[loop], events.now() + travel());
        events.at(lastOf[loop], () -> thread.execute(() -> applyOn(loop, view)));
      }
    }
  }

  private long travel() {
    return events.chance(0.05) ? events.below(300) : events.delay();
  }

  private void applyOn(int loop, View view) {
    loops[loop] = view;
    onChange.run();
    release(loop);
  }

  private void release(int loop) {
    List<Request> mine = held.stream().filter(request -> request.loop() == loop).toList();
    for (Request request : mine) {
      if (canGo(loop)) {
        held.remove(request);
        begin(request);
      }
    }
    askIfHeld();
  }

  long appliedEpoch() {
    return Math.min(loops[0].traffic().epoch(), loops[1].traffic().epoch());
  }

  private boolean canGo(int loop) {
    TrafficMode mode = loops[loop].traffic().mode();
    boolean serves =
        mode == TrafficMode.SERVING
            || (mode == TrafficMode.DRAINING && mutation == SleepMutation.DRAINING_SERVES);
    return serves && !loops[loop].instances().isEmpty();
  }

  /** A request arrives. */
  void request(long millis, boolean tunnel) {
    Request request = new Request(millis, tunnel, events.below(LOOPS));
    if (canGo(request.loop())) {
      begin(request);
    } else {
      hold(request);
      askIfHeld();
    }
  }

  private void hold(Request request) {
    if (loops[request.loop()].rests()) {
      truth.heldAtRest(router);
    }
    held.add(request);
  }

  private void askIfHeld() {
    boolean sleeping =
        held.stream()
            .map(request -> loops[request.loop()].traffic().mode())
            .anyMatch(mode -> mode == TrafficMode.DRAINING || mode == TrafficMode.ASLEEP);
    if (sleeping && !asking) {
      asking = true;
      demand
          .get()
          .wake(SleepSimulation.APP, CAUSE)
          .thenAccept(answer -> thread.execute(this::answered));
    }
  }

  private void answered() {
    flowing = true;
    lastBusy = events.now();
    watchQuiet();
    // Once more after a while, should what was answered not come.
    events.in(
        ASK_AGAIN,
        () ->
            thread.execute(
                () -> {
                  asking = false;
                  askIfHeld();
                }));
  }

  private void begin(Request request) {
    busy();
    Optional<Integer> taker = taker(loops[request.loop()].instances());
    if (taker.isEmpty()) {
      // Refused by all, which stop: it waits for the next instance.
      hold(request);
      return;
    }
    int generation = taker.get();
    if (request.tunnel()) {
      tunnels++;
    } else {
      requests++;
    }
    events.in(request.millis(), () -> thread.execute(() -> end(request, generation)));
  }

  /** The first that does not refuse, from any of them on. */
  private Optional<Integer> taker(List<Integer> instances) {
    List<Integer> order = new ArrayList<>(instances);
    Collections.rotate(order, events.below(order.size()));
    return order.stream().filter(generation -> truth.given(router, generation)).findFirst();
  }

  private void end(Request request, int generation) {
    truth.ended(router, generation);
    served++;
    if (request.tunnel()) {
      tunnels--;
    } else {
      requests--;
    }
    lastBusy = events.now();
    if (requests + tunnels == 0) {
      onChange.run();
    }
  }

  private void busy() {
    lastBusy = events.now();
    if (!flowing) {
      flowing = true;
      demand.get().flowing(SleepSimulation.APP);
      watchQuiet();
    }
  }

  private void watchQuiet() {
    events.in(QUIET_AFTER, () -> thread.execute(this::maybeQuiet));
  }

  private void maybeQuiet() {
    boolean idle = requests + tunnels == 0 && held.isEmpty();
    if (idle && flowing && events.now() - lastBusy >= QUIET_AFTER) {
      flowing = false;
      demand.get().quiet(SleepSimulation.APP);
    } else if (flowing) {
      watchQuiet();
    }
  }

  @Override
  public PlaneReport report(AppName app) {
    long epoch =
        mutation == SleepMutation.ACKNOWLEDGED_BEFORE_THE_EPOCH_IS_APPLIED
            ? Math.max(loops[0].traffic().epoch(), loops[1].traffic().epoch())
            : appliedEpoch();
    int counted = mutation == SleepMutation.TUNNELS_NOT_COUNTED ? 0 : tunnels;
    return PlaneReport.of(
        epoch,
        Map.of(
            SleepSimulation.DEPLOYMENT,
            new DeploymentReport(healthy, healthy, requests, counted, 0, 0, 0, 0, 0)));
  }

  @Override
  public void watch(AppName app, Runnable callback) {
    onChange = callback;
  }

  @Override
  public void unwatch(AppName app) {
    onChange = () -> {};
  }

  @Override
  public CompletionStage<Void> warm(AppName app, DeploymentName deployment) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void retire(AppName app, DeploymentName deployment) {}

  @Override
  public CompletionStage<List<CutRequest>> cut(AppName app, DeploymentName deployment) {
    return CompletableFuture.completedFuture(List.of());
  }
}
