package io.bellhop.app.admin;

import io.bellhop.model.AppName;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.Instance;
import io.bellhop.model.RouterId;
import io.bellhop.model.RouterInfo;
import io.bellhop.model.health.AppHealth;
import io.bellhop.model.health.Health;
import io.bellhop.model.health.HealthState;
import io.bellhop.model.health.InstanceHealth;
import io.bellhop.router.BackendLoad;
import io.bellhop.router.RouterActivity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A process that says what a test wants. */
final class FakeProcess implements ProcessView {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final BackendAddress ADDRESS = BackendAddress.parse("127.0.0.1:3000");
  private static final RouterInfo SELF =
      new RouterInfo(
          new RouterId("edge-1"), List.of("10.0.0.1:80"), "10.0.0.1:9901", "1.2.3", List.of());

  private volatile Readiness readiness = new Readiness.Ready();
  private volatile Optional<RouterActivity> activity =
      Optional.of(new RouterActivity("nio", 3, 2, 1));

  private volatile boolean stickyKey = true;
  private volatile Optional<AppHealth> health = Optional.empty();
  private volatile Optional<List<BackendLoad>> loads = Optional.empty();

  void knows(AppHealth known, BackendLoad... busy) {
    health = Optional.of(known);
    loads = Optional.of(List.of(busy));
  }

  /** An instance of which there is something to say in every field. */
  static InstanceHealth ejected(DeploymentName deployment) {
    return new InstanceHealth(
        deployment,
        Instance.ready(ADDRESS),
        new Health(HealthState.EJECTED, "3 requests in a row failed", true, false),
        NOW.minusSeconds(5),
        2,
        Optional.of(NOW.plusSeconds(5)),
        Optional.of(NOW),
        "connection refused");
  }

  /** Its load. */
  static BackendLoad busy(DeploymentName deployment) {
    return new BackendLoad(
        deployment,
        ADDRESS,
        7,
        Optional.of(Duration.ofNanos(1_234_567)),
        Optional.of(Duration.ofMillis(20)),
        40,
        true);
  }

  void forgetStickyKey() {
    stickyKey = false;
  }

  void notReady(String reason) {
    readiness = new Readiness.NotReady(reason);
    activity = Optional.empty();
  }

  @Override
  public Readiness readiness() {
    return readiness;
  }

  @Override
  public RouterInfo self() {
    return SELF;
  }

  @Override
  public Instant startedAt() {
    return NOW.minusSeconds(60);
  }

  @Override
  public Instant now() {
    return NOW.plusMillis(1_500);
  }

  @Override
  public Optional<RouterActivity> activity() {
    return activity;
  }

  @Override
  public Optional<AppHealth> health(AppName app) {
    return health;
  }

  @Override
  public Optional<List<BackendLoad>> loads(AppName app) {
    return loads;
  }

  @Override
  public boolean hasStickyKey() {
    return stickyKey;
  }

  @Override
  public List<RouterInfo> routers() {
    return List.of(SELF);
  }
}
