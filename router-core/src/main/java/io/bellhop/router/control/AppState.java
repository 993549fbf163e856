package io.bellhop.router.control;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.BalanceSpec;
import io.bellhop.model.BalanceStrategy;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InstanceSource.Launched;
import io.bellhop.model.Route;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.router.control.AppBackends.Ready;
import io.bellhop.router.hold.HoldPlaces;
import io.bellhop.router.hold.HoldQueue;
import io.bellhop.router.record.AppSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the writer remembers of one app between its changes. Touched by the writer alone. */
final class AppState {
  /**
   * Backends that left the view.
   *
   * @param failing because of their health alone
   * @param retired because they, or their deployment, were taken out
   */
  record Departures(List<Backend> failing, List<Backend> retired) {}

  private final ControlTimer timer;
  private final AppSlot slot;
  private final SlowStart slowStart;
  private final AppWatch watch = new AppWatch();
  private final AppReport report;
  private final AppBackends backends;

  /** What was last told of the app, kept while something starts slowly. */
  private @Nullable CheckedApp starting;

  private boolean looking;
  private long lookAtNanos;

  private List<DeploymentView> deployments = List.of();

  /** Whether no instance has served since the app was last asleep. */
  private boolean slept;

  private Set<Backend> serving = Set.of();

  /** Those that would be in the view, were they healthy. */
  private Set<Backend> unfit = Set.of();

  /** Those of them that were in a view before. */
  private Set<Backend> failing = Set.of();

  private List<Route> routes = List.of();

  AppState(CheckedApp checked, AppMeans means, ControlTimer timer) {
    AppName name = checked.app().name();
    AppSeries series = means.meters().app(name);
    HoldQueue held = new HoldQueue(new HoldPlaces(series, means.holdBudget()));
    this.timer = timer;
    this.slowStart = new SlowStart(timer);
    this.report = new AppReport(deployment -> means.meters().deployment(name, deployment));
    this.backends = new AppBackends(held, watch, slowStart, report, timer);
    AppView first = view(checked);
    report.first(first);
    this.slot = new AppSlot(name, series, held, means, first);
  }

  AppSlot slot() {
    return slot;
  }

  AppBackends backends() {
    return backends;
  }

  AppReport report() {
    return report;
  }

  AppWatch watch() {
    return watch;
  }

  List<Route> routes() {
    return routes;
  }

  void routes(List<Route> now) {
    routes = now;
  }

  /** Puts the app's view in place by one volatile write. */
  void publish(CheckedApp app) {
    AppView next = view(app);
    report.drainBegins(slot.view(), next);
    slot.publish(next);
    report.published(next);
  }

  /** Puts the view in place that holds now that something has started; false if none is due. */
  boolean publishStarted() {
    looking = false;
    CheckedApp app = starting;
    if (app == null) {
      return false;
    }
    publish(app);
    return true;
  }

  /** Puts a switch in place as a whole that is carried out bit by bit; false if none is. */
  boolean publishSwitched() {
    return slowStart.endSwitch() && publishStarted();
  }

  /**
   * How long it takes until the next of what starts slowly has its full share; empty where nothing
   * does, or somebody was told to look at it by then already.
   */
  Optional<Duration> nextLook() {
    Optional<Duration> left = starting == null ? Optional.empty() : nextStarted();
    long now = timer.nanoTime();
    if (left.isEmpty() || (looking && lookAtNanos - now <= left.get().toNanos())) {
      return Optional.empty();
    }
    looking = true;
    lookAtNanos = now + left.get().toNanos();
    return left;
  }

  private Optional<Duration> nextStarted() {
    Stream<Ramp> ofBackends = serving.stream().flatMap(each -> Stream.ofNullable(each.ramp()));
    return Stream.concat(Stream.ofNullable(slot.view().ramp()), ofBackends)
        .map(Ramp::left)
        .min(Duration::compareTo);
  }

  /** Leaves requests that still hold the slot without a deployment; the backends it had. */
  List<Backend> retireAll() {
    AppView last = slot.view();
    // Serving, lest somebody waits for an app that is gone to resume.
    slot.publish(
        new AppView(
            last.epoch(),
            TrafficMode.SERVING,
            List.of(),
            null,
            last.spec().withSleep(Optional.empty()),
            false));
    Set<Backend> gone = new LinkedHashSet<>(serving);
    gone.addAll(failing);
    backends.all().stream().filter(backend -> !backend.retired()).forEach(gone::add);
    serving = Set.of();
    failing = Set.of();
    return List.copyOf(gone);
  }

  /** The backends that were in the last view but are not in this one, by why they left. */
  Departures swapServing(AppView view) {
    Set<Backend> now = new LinkedHashSet<>();
    view.serving().forEach(deployment -> now.addAll(deployment.backends()));
    List<Backend> failed = serving.stream().filter(unfit::contains).toList();
    // One that fails is not retired yet: its tunnels stay until it is taken out, too.
    Set<Backend> before = new LinkedHashSet<>(serving);
    before.addAll(failing);
    before.removeAll(now);
    // One that never served may have connections all the same, opened for it to begin well.
    backends.left().stream().filter(backend -> !backend.retired()).forEach(before::add);
    List<Backend> gone = before.stream().filter(backend -> !unfit.contains(backend)).toList();
    before.retainAll(unfit);
    failing = before;
    serving = now;
    return new Departures(failed, gone);
  }

  /** Whether the view in place names the deployment, be it that a switch is not through yet. */
  boolean serves(DeploymentName deployment) {
    return deployments.stream().anyMatch(view -> view.name().equals(deployment));
  }

  /**
   * Those of a deployment that are fit to serve. Where it serves no longer, or not yet, they keep
   * their connections from now on; but none of one that drains.
   */
  List<Backend> warmable(DeploymentName deployment) {
    List<Backend> fit = isDraining(deployment) ? List.of() : backends.fit(deployment);
    fit.forEach(backend -> backend.retired(false));
    return fit;
  }

  private boolean isDraining(DeploymentName deployment) {
    return report.backends(deployment).stream()
        .anyMatch(backend -> backend.retired() && backend.inFlight() > 0);
  }

  /** Those of a deployment that keep their connections although it serves no requests. */
  List<Backend> unretired(DeploymentName deployment) {
    return serves(deployment)
        ? List.of()
        : backends.all().stream()
            .filter(backend -> backend.deployment().equals(deployment) && !backend.retired())
            .toList();
  }

  private AppView view(CheckedApp checked) {
    App app = checked.app();
    Map<DeploymentName, Ready> ready = backends.update(checked);
    Map<DeploymentName, Integer> weights = new HashMap<>(app.traffic().weights());
    weights.values().removeIf(weight -> weight == 0);
    SwitchRamp ramp = slowStart.towards(weights, ready, app.spec().balance().slowStart());
    double total = weights.values().stream().mapToInt(Integer::intValue).sum();
    unfit = new HashSet<>();
    List<DeploymentView> views = new ArrayList<>();
    for (DeploymentName name : takesTraffic(app)) {
      int weight = weights.getOrDefault(name, 0);
      double before = ramp == null ? 0 : ramp.before(name) * total;
      if (weight > 0 || before > 0) {
        Ready of = ready.getOrDefault(name, Ready.NONE);
        boolean starting = serve(of, app.spec().balance());
        views.add(new DeploymentView(name, weight, before, of.fit(), starting, turns(name)));
      }
    }
    deployments = List.copyOf(views);
    starting =
        ramp != null || views.stream().anyMatch(DeploymentView::slowStarting) ? checked : null;
    Ramp switching = ramp == null ? null : ramp.ramp();
    return new AppView(
        app.traffic().epoch(),
        app.traffic().mode(),
        deployments,
        switching,
        app.spec(),
        booting(app));
  }

  /** None while the app sleeps, or is about to: what it still runs is taken out like an old set. */
  private static Set<DeploymentName> takesTraffic(App app) {
    TrafficMode mode = app.traffic().mode();
    boolean asleep = mode == TrafficMode.ASLEEP || mode == TrafficMode.DRAINING;
    return asleep ? Set.of() : app.deployments().keySet();
  }

  /**
   * Whether an instance is still to come, as the app slept until now or agents start one. One that
   * sleeps by itself is always taken to be waking: this router may have begun in the middle of it.
   */
  private boolean booting(App app) {
    TrafficMode mode = app.traffic().mode();
    boolean lacking = deployments.stream().allMatch(each -> each.backends().isEmpty());
    if (mode == TrafficMode.ASLEEP || mode == TrafficMode.DRAINING) {
      slept = true;
    } else if (mode == TrafficMode.SERVING && !lacking) {
      slept = false;
    }
    return mode == TrafficMode.SERVING
        && lacking
        && !deployments.isEmpty()
        && (slept || app.spec().sleep().isPresent() || isStarted(app));
  }

  /** Whether agents are to run an instance that takes traffic. */
  private static boolean isStarted(App app) {
    return app.spec().perRequest().isEmpty()
        && app.deployments().values().stream()
            .map(Deployment::spec)
            .filter(spec -> app.traffic().weights().getOrDefault(spec.name(), 0) > 0)
            .filter(spec -> spec.source() instanceof Launched)
            .anyMatch(spec -> spec.instances().orElse(0) > 0);
  }

  private boolean serve(Ready ready, BalanceSpec balance) {
    unfit.addAll(ready.unfit());
    for (Backend backend : ready.fit()) {
      backend.retired(false);
      backend.keepRecentLatency(balance.strategy() == BalanceStrategy.PEAK_EWMA);
    }
    return slowStart.serve(ready.fit(), balance.slowStart());
  }

  private AtomicInteger turns(DeploymentName name) {
    return deployments.stream()
        .filter(before -> before.name().equals(name))
        .map(DeploymentView::turns)
        .findFirst()
        .orElseGet(AtomicInteger::new);
  }
}
