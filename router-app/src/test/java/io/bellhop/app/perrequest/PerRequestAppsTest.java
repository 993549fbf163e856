package io.bellhop.app.perrequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.InstanceSource.Launched;
import io.bellhop.model.PerRequestSpec;
import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.model.health.CheckedAppListener;
import io.bellhop.model.health.CheckedInstance;
import io.bellhop.model.health.OutcomeSink;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunBoard;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunSpec;
import io.bellhop.model.run.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of runs for single requests, on a clock and a board that the test sets. */
final class PerRequestAppsTest {
  private static final AppName APP = new AppName("fn");
  private static final RunKey FIRST = new RunKey(APP, new RunId("run-0"));
  private static final DeploymentName V1 = new DeploymentName("v1");

  private volatile Instant now = Instant.EPOCH;
  private volatile RunBoard board = new RunBoard(true, Map.of(), Map.of());
  private volatile Optional<CheckedApp> published = Optional.empty();
  private final AtomicInteger looks = new AtomicInteger();
  private final MemoryRuns runs = new MemoryRuns();

  /** Runs start at once, and none ends. */
  private final class MemoryRuns implements Runs {
    final List<Run> all = new CopyOnWriteArrayList<>();
    final List<RunKey> cancelled = new CopyOnWriteArrayList<>();

    @Override
    public Run create(AppSpec app, RunSpec spec, String idempotencyKey) {
      RunKey key = new RunKey(APP, new RunId("run-" + all.size()));
      Run run =
          Run.queued(key, spec, idempotencyKey, now)
              .claimed(new AgentId("host-a"), now)
              .started(now, Optional.of(new BackendAddress("10.0.0.5", 8080)));
      all.add(run);
      board = new RunBoard(true, Map.of(APP, List.copyOf(all)), Map.of());
      return run;
    }

    @Override
    public List<Run> list(AppName app) {
      return board.of(app);
    }

    @Override
    public Optional<Run> find(RunKey key) {
      return board.find(key);
    }

    @Override
    public Run cancel(RunKey key) {
      cancelled.add(key);
      return find(key).orElseThrow();
    }
  }

  private final class Plane implements CheckedAppListener {
    @Override
    public void appChanged(CheckedApp app) {
      published = Optional.of(app);
    }

    @Override
    public void appRemoved(AppName name) {}
  }

  private PerRequestApps apps() {
    return new PerRequestApps(
        new Surroundings(
            new RouterId("r1"),
            new Plane(),
            app -> 0,
            (app, trouble) -> {},
            runs,
            () -> {
              looks.incrementAndGet();
              return board;
            },
            () -> now));
  }

  private static CheckedApp app(Optional<PerRequestSpec> perRequest) {
    LaunchSpec once = LaunchSpec.ofCommand(List.of("answer"));
    Deployment deployment = new Deployment(new DeploymentSpec(V1, new Launched(once)), List.of());
    return CheckedApp.trusting(
        App.of(
            AppSpec.of(APP, new HostPattern("fn.localhost")).withPerRequest(perRequest),
            Traffic.of(1, TrafficMode.SERVING, Map.of(V1, 100), Map.of()),
            Map.of(V1, deployment)));
  }

  private OutcomeSink awaitSpare() {
    await().until(() -> published.filter(app -> app.instances(V1).size() == 1).isPresent());
    return published.stream()
        .flatMap(app -> app.instances(V1).stream())
        .map(CheckedInstance::outcomes)
        .findFirst()
        .orElseThrow();
  }

  /** One that began by now has ended when the one after it begins. */
  private void awaitLook() {
    int before = looks.get();
    await().until(() -> looks.get() >= before + 2);
  }

  @Test
  void aRequestThatIsUnderWayKeepsItsRunThoughItsAppWantsNoneAnyMore() {
    try (PerRequestApps apps = apps()) {
      apps.appChanged(app(Optional.of(new PerRequestSpec(1, true))));
      OutcomeSink request = awaitSpare();
      assertThat(request.tryLease()).isTrue();
      apps.appChanged(app(Optional.empty()));
      now = now.plus(Duration.ofHours(1));
      awaitLook();
      assertThat(runs.cancelled).doesNotContain(FIRST);

      request.released();
      awaitLook();
      now = now.plusSeconds(1);
      await().until(() -> runs.cancelled.contains(FIRST));
      // The app is served by instances again, which nothing of this is told over.
      assertThat(published.orElseThrow().app().spec().perRequest()).isEmpty();
    }
  }

  @Test
  void aRunThatNobodyHasIsEndedWhenItsAppWantsNoneAnyMore() {
    try (PerRequestApps apps = apps()) {
      apps.appChanged(app(Optional.of(new PerRequestSpec(1, true))));
      OutcomeSink spare = awaitSpare();
      apps.appRemoved(APP);
      await().until(() -> runs.cancelled.contains(FIRST));
      assertThat(spare.tryLease()).isFalse();
    }
  }
}
