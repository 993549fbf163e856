package io.bellhop.app.run;

import io.bellhop.app.admin.AdminApi;
import io.bellhop.app.admin.AdminServer;
import io.bellhop.app.admin.ChangePolicy;
import io.bellhop.app.admin.ChangeSignal;
import io.bellhop.app.admin.TableWatch;
import io.bellhop.app.logs.AgentLogs;
import io.bellhop.app.perrequest.PerRequestApps;
import io.bellhop.app.perrequest.Surroundings;
import io.bellhop.app.settings.BellhopSettings;
import io.bellhop.app.settings.DurationText;
import io.bellhop.app.settings.HostPort;
import io.bellhop.app.usage.AgentUsage;
import io.bellhop.config.ConfigSync;
import io.bellhop.health.HealthChecker;
import io.bellhop.model.AppName;
import io.bellhop.model.AppStore;
import io.bellhop.model.AppTable;
import io.bellhop.model.health.AppHealth;
import io.bellhop.router.Router;
import io.bellhop.router.RouterActivity;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One router: its knowledge of the apps, its admin API and its data plane, started and ended in
 * order. The lifecycle methods are for one thread; the rest is thread safe.
 */
public final class RouterProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouterProcess.class);
  private static final Duration LOOK_FOR_TABLE = Duration.ofMillis(20);

  private final BellhopSettings settings;
  private final PrometheusMeterRegistry meters;
  private final ProcessMeters processMeters;
  private final ListenerRelay relay;
  private final ConfigSync sync;
  private final ProcessState state;
  private final AdminServer admin;
  private Optional<PerRequestApps> perRequest = Optional.empty();

  private RouterProcess(BellhopSettings settings, ChangePolicy policy) {
    this.settings = settings;
    this.meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ChangeSignal changes = new ChangeSignal();
    this.relay = new ListenerRelay(changes);
    boolean stickyKey = settings.router().sticky().hasKey();
    this.sync = ConfigSync.start(settings.sync(), new StickyWatch(relay, stickyKey, meters));
    TableWatch watch = new TableWatch(sync.table(), changes);
    InstantSource clock = InstantSource.system();
    this.state = new ProcessState(RouterIds.of(settings.routerId()), sync, stickyKey, clock);
    this.processMeters = ProcessMeters.bind(meters, sync.table(), clock);
    AgentLogs logs = new AgentLogs(sync.agents());
    this.admin =
        startAdmin(
            settings,
            policy,
            new AdminApi(
                watch,
                sync.store(),
                sync.rollouts(),
                sync.runs(),
                sync.schedules(),
                sync.sleeps(),
                sync.demand(),
                logs,
                new AgentUsage(sync.agents()),
                sync.news(),
                state,
                meters));
    state.administered(admin.address());
  }

  /**
   * Starts to learn the apps and to answer for itself; takes no requests yet.
   *
   * @throws io.bellhop.app.admin.AdminStartException where the admin API cannot listen
   */
  public static RouterProcess start(BellhopSettings settings, ChangePolicy policy) {
    return new RouterProcess(settings, policy);
  }

  /**
   * Waits for a table to route by, for as long as that takes, then takes requests.
   *
   * @return whether it serves; false where the end was asked for before
   * @throws io.bellhop.router.RouterStartException where the data plane cannot start
   */
  public boolean serveOnceLoaded(StopSignal stop) {
    while (!sync.table().status().loaded()) {
      if (stop.await(LOOK_FOR_TABLE)) {
        return false;
      }
    }
    processMeters.tableLoaded();
    Router router = Router.prepare(settings.router(), meters);
    PerRequestApps oneOffs = perRequest(router);
    HealthChecker checker =
        HealthChecker.start(settings.health(), meters, router.connector(), oneOffs);
    state.prepared(router, checker);
    perRequest = Optional.of(oneOffs);
    router.demand(sync.demand());
    sync.coordinate(
        state.self().id(),
        router.dataPlane(),
        new RolloutMeters(meters),
        new SleepMeters(meters, router::woken, router::wakePhases));
    sync.keepRuns(state.self().id(), new RunMeters(meters));
    relay.relayTo(checker);
    if (!awaitFirstVerdicts(checker, stop)) {
      return false;
    }
    // Before it listens, lest it serves by a table older than a rollout that does not count it in.
    boolean unused = sync.joinAsMember(state.self(), settings.table().bootWait());
    router.listen();
    state.serving(router);
    sync.describe(state.self());
    LOG.info("serving {} apps on {}", sync.table().status().apps(), state.self().addresses());
    return true;
  }

  private PerRequestApps perRequest(Router router) {
    PerRequestApps apps =
        new PerRequestApps(
            new Surroundings(
                state.self().id(),
                router.appListener(),
                router::waiting,
                router::runTrouble,
                sync.runs(),
                sync::runBoard,
                InstantSource.system()));
    router.onRunWanted(app -> apps.look());
    sync.onRunsChange(apps::look);
    return apps;
  }

  /** Waits as long as is set, so as not to refuse what would pass; false where the end came. */
  private boolean awaitFirstVerdicts(HealthChecker checker, StopSignal stop) {
    Duration limit = settings.health().startWait();
    long end = System.nanoTime() + limit.toNanos();
    while (!checker.awaitFirstVerdicts(LOOK_FOR_TABLE)) {
      if (stop.await(Duration.ZERO)) {
        return false;
      }
      if (System.nanoTime() - end >= 0) {
        LOG.warn(
            "not every instance was probed within {}: the others get requests once they pass",
            DurationText.format(limit));
        return true;
      }
    }
    return true;
  }

  /**
   * Ends in order: says no to {@code /readyz}, waits for that to be noticed, drains, closes.
   *
   * @return what was cut; empty where nothing ever served
   */
  public Optional<RouterActivity> shutDown() {
    Optional<Router> router = state.router();
    Optional<RouterActivity> left = router.map(this::drain);
    closePlane();
    if (router.isPresent()) {
      // Not before, as what is left is cut only now; a rollout would take it for drained.
      boolean unused = sync.leave(settings.zookeeper().connectTimeout());
    }
    close();
    return left;
  }

  private RouterActivity drain(Router router) {
    state.enter(Phase.LEAVING);
    Duration delay = settings.shutdown().readinessDelay();
    LOG.info("not ready from now on; draining in {}", DurationText.format(delay));
    new StopSignal().await(delay);
    state.enter(Phase.DRAINING);
    RouterActivity before = router.activity();
    LOG.info("draining: {} requests and {} tunnels under way", before.requests(), before.tunnels());
    return router.drain(settings.shutdown().drainDeadline());
  }

  /** Ends at once, cutting what is under way; does nothing a second time. */
  @Override
  public void close() {
    if (state.phase() == Phase.STOPPED) {
      return;
    }
    state.enter(Phase.STOPPED);
    // While the runs can be told to end still.
    perRequest.ifPresent(PerRequestApps::close);
    // Before the data plane, lest a rollout is told that what is cut now was drained.
    sync.close();
    closePlane();
    admin.close();
    processMeters.close();
    meters.close();
  }

  private void closePlane() {
    // Before the data plane, whose event loops its probes are on.
    state.health().ifPresent(HealthChecker::close);
    state.prepared().ifPresent(Router::close);
  }

  /** Where requests are taken; empty until they are. */
  public List<InetSocketAddress> addresses() {
    return state.router().map(Router::addresses).orElse(List.of());
  }

  /** Where the admin API listens. */
  public InetSocketAddress adminAddress() {
    return admin.address();
  }

  /** The apps as this process knows them. */
  public AppTable table() {
    return sync.table();
  }

  /** Health of an app's instances; empty where nothing is known of it. */
  public Optional<AppHealth> health(AppName app) {
    return state.health(app);
  }

  /** What is shown on {@code /metrics}. */
  public MeterRegistry meters() {
    return meters;
  }

  /** Where changes are written. */
  public AppStore store() {
    return sync.store();
  }

  private AdminServer startAdmin(BellhopSettings from, ChangePolicy policy, AdminApi api) {
    try {
      AdminServer server = AdminServer.start(from.admin(), policy, api);
      LOG.info("admin API on http://{}", HostPort.format(server.address()));
      return server;
    } catch (RuntimeException e) {
      sync.close();
      throw e;
    }
  }
}
