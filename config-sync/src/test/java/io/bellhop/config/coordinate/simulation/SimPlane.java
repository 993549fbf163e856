package io.bellhop.config.coordinate.simulation;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import io.bellhop.model.plane.CutRequest;
import io.bellhop.model.plane.DataPlane;
import io.bellhop.model.plane.DeploymentReport;
import io.bellhop.model.plane.PlaneReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** A data plane with two event loops that apply a switch one after the other. */
final class SimPlane implements DataPlane {
  private static final int LOOPS = 2;

  private static final class Request {
    private final DeploymentName deployment;
    private final boolean tunnel;

    Request(DeploymentName deployment, boolean tunnel) {
      this.deployment = deployment;
      this.tunnel = tunnel;
    }
  }

  private final RouterId router;
  private final Events events;
  private final Executor thread;
  private final Truth truth;
  private final Mutation mutation;
  private final Traffic[] loops = new Traffic[LOOPS];
  private final Set<Request> inFlight = new LinkedHashSet<>();
  private final Map<DeploymentName, Integer> instances = new HashMap<>();
  private Runnable onChange = () -> {};

  SimPlane(RouterId router, Events events, Executor thread, Truth truth, Mutation mutation) {
    this.router = router;
    this.events = events;
    this.thread = thread;
    this.truth = truth;
    this.mutation = mutation;
    for (int i = 0; i < LOOPS; i++) {
      loops[i] = Traffic.NONE;
    }
  }

  /** Takes a switch as read; each loop applies it in its own time. */
  void apply(Traffic traffic) {
    for (int i = 0; i < LOOPS; i++) {
      int loop = i;
      // Now and then a loop is busy for long with something else.
      long delay = events.chance(0.05) ? events.below(800) : events.delay();
      events.in(delay, () -> thread.execute(() -> applyOn(loop, traffic)));
    }
  }

  private void applyOn(int loop, Traffic traffic) {
    if (traffic.epoch() > loops[loop].epoch()) {
      loops[loop] = traffic;
      onChange.run();
    }
  }

  void boot(Traffic traffic) {
    for (int i = 0; i < LOOPS; i++) {
      loops[i] = traffic;
    }
  }

  long appliedEpoch() {
    return Math.min(loops[0].epoch(), loops[1].epoch());
  }

  void instances(DeploymentName name, int count) {
    instances.put(name, count);
    onChange.run();
  }

  /** A request arrives. */
  void request(long millis, boolean tunnel) {
    Traffic traffic = loops[events.below(LOOPS)];
    int sum = traffic.weights().values().stream().mapToInt(Integer::intValue).sum();
    if (sum == 0) {
      return;
    }
    int drawn = events.below(sum);
    for (Map.Entry<DeploymentName, Integer> share : traffic.weights().entrySet()) {
      drawn -= share.getValue();
      if (drawn < 0) {
        begin(new Request(share.getKey(), tunnel), traffic, millis);
        return;
      }
    }
  }

  private void begin(Request request, Traffic traffic, long millis) {
    truth.began(router, request.deployment, traffic);
    inFlight.add(request);
    events.in(millis, () -> thread.execute(() -> end(request)));
  }

  private void end(Request request) {
    if (inFlight.remove(request)) {
      truth.ended(router, request.deployment);
      boolean last = inFlight.stream().noneMatch(r -> r.deployment.equals(request.deployment));
      if (last) {
        onChange.run();
      }
    }
  }

  boolean isIdle() {
    return inFlight.isEmpty();
  }

  @Override
  public PlaneReport report(AppName app) {
    long epoch =
        mutation == Mutation.ACKNOWLEDGED_BEFORE_THE_EPOCH_IS_APPLIED
            ? Math.max(loops[0].epoch(), loops[1].epoch())
            : appliedEpoch();
    Map<DeploymentName, DeploymentReport> deployments = new HashMap<>();
    for (DeploymentName name : Simulation.DEPLOYMENTS) {
      int count = instances.getOrDefault(name, 0);
      deployments.put(
          name,
          new DeploymentReport(count, count, count(name, false), count(name, true), 0, 0, 0, 0, 0));
    }
    return PlaneReport.of(epoch, deployments);
  }

  private int count(DeploymentName name, boolean tunnels) {
    if (tunnels && mutation == Mutation.TUNNELS_NOT_COUNTED) {
      return 0;
    }
    int count = 0;
    for (Request request : inFlight) {
      if (request.deployment.equals(name) && request.tunnel == tunnels) {
        count++;
      }
    }
    return count;
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
    CompletableFuture<Void> warmed = new CompletableFuture<>();
    events.in(events.delay(), () -> thread.execute(() -> warmed.complete(null)));
    return warmed;
  }

  @Override
  public void retire(AppName app, DeploymentName deployment) {}

  @Override
  public CompletionStage<List<CutRequest>> cut(AppName app, DeploymentName deployment) {
    CompletableFuture<List<CutRequest>> done = new CompletableFuture<>();
    events.in(events.delay(), () -> thread.execute(() -> done.complete(cut(deployment))));
    return done;
  }

  private List<CutRequest> cut(DeploymentName deployment) {
    List<CutRequest> cuts = new ArrayList<>();
    if (takesRequests(deployment)) {
      return cuts;
    }
    for (Request request : List.copyOf(inFlight)) {
      if (request.deployment.equals(deployment)) {
        inFlight.remove(request);
        truth.ended(router, deployment);
        truth.cut(router);
        cuts.add(new CutRequest("/", 1, request.tunnel));
      }
    }
    return mutation == Mutation.CUTS_NOT_TOLD ? List.of() : cuts;
  }

  private boolean takesRequests(DeploymentName deployment) {
    return Arrays.stream(loops).anyMatch(by -> by.weights().getOrDefault(deployment, 0) > 0);
  }
}
