package io.bellhop.app.run;

import io.bellhop.app.Version;
import io.bellhop.app.admin.ProcessView;
import io.bellhop.app.admin.Readiness;
import io.bellhop.app.settings.HostPort;
import io.bellhop.config.ConfigSync;
import io.bellhop.health.HealthChecker;
import io.bellhop.model.AppName;
import io.bellhop.model.RouterId;
import io.bellhop.model.RouterInfo;
import io.bellhop.model.health.AppHealth;
import io.bellhop.router.BackendLoad;
import io.bellhop.router.Router;
import io.bellhop.router.RouterActivity;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Where the process is, and what it says of itself. One thread moves it; any may ask. */
final class ProcessState implements ProcessView {
  private final ConfigSync sync;
  private final boolean stickyKey;
  private final InstantSource clock;
  private final Instant startedAt;
  private volatile Phase phase = Phase.WAITING;
  private volatile RouterInfo self;
  private volatile Optional<HealthChecker> health = Optional.empty();
  private volatile Optional<Router> prepared = Optional.empty();
  private volatile Optional<Router> router = Optional.empty();

  ProcessState(RouterId id, ConfigSync sync, boolean stickyKey, InstantSource clock) {
    this.sync = sync;
    this.stickyKey = stickyKey;
    this.clock = clock;
    this.startedAt = clock.instant();
    this.self = new RouterInfo(id, List.of(), "", Version.current(), List.of());
  }

  /** There is a data plane that does not listen yet, and instances are checked for it. */
  void prepared(Router unheard, HealthChecker checker) {
    prepared = Optional.of(unheard);
    health = Optional.of(checker);
  }

  /** The admin API answers there. */
  void administered(InetSocketAddress admin) {
    self = described(List.of(), HostPort.format(admin));
  }

  private RouterInfo described(List<String> addresses, String admin) {
    return new RouterInfo(self.id(), addresses, admin, self.version(), self.capabilities());
  }

  /** WAITING ⇒ SERVING. */
  void serving(Router started) {
    List<String> addresses = started.addresses().stream().map(HostPort::format).toList();
    self = described(addresses, self.adminAddress());
    router = Optional.of(started);
    phase = Phase.SERVING;
  }

  /** SERVING ⇒ LEAVING ⇒ DRAINING ⇒ STOPPED; and any ⇒ STOPPED. */
  void enter(Phase next) {
    phase = next;
  }

  Phase phase() {
    return phase;
  }

  Optional<HealthChecker> health() {
    return health;
  }

  /** The data plane, whether it listens or not. */
  Optional<Router> prepared() {
    return prepared;
  }

  /** The data plane, once it listens. */
  Optional<Router> router() {
    return router;
  }

  @Override
  public Readiness readiness() {
    return switch (phase) {
      case WAITING -> new Readiness.NotReady(sync.table().status().detail());
      case SERVING -> new Readiness.Ready();
      case LEAVING, DRAINING, STOPPED -> new Readiness.NotReady("shutting down");
    };
  }

  @Override
  public RouterInfo self() {
    return self;
  }

  @Override
  public Instant startedAt() {
    return startedAt;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public Optional<RouterActivity> activity() {
    return router.map(Router::activity);
  }

  @Override
  public Optional<AppHealth> health(AppName app) {
    return health.flatMap(checker -> checker.health(app));
  }

  @Override
  public Optional<List<BackendLoad>> loads(AppName app) {
    return router.map(started -> started.loads(app));
  }

  @Override
  public boolean hasStickyKey() {
    return stickyKey;
  }

  @Override
  public List<RouterInfo> routers() {
    return sync.routers();
  }
}
