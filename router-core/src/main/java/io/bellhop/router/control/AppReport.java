package io.bellhop.router.control;

import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InstanceState;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.model.health.CheckedInstance;
import io.bellhop.model.health.HealthState;
import io.bellhop.model.plane.DeploymentReport;
import io.bellhop.model.plane.PlaneReport;
import io.bellhop.router.record.DeploymentSeries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Knows what a rollout is told of one app: which epoch is applied, and how each deployment stands.
 * Touched by the writer alone, but for {@link #passed}.
 */
final class AppReport {
  /** A backend whose instance is gone; kept while anything may be under way on it. */
  private record Leaving(Backend backend, long since) {}

  private record Instances(int known, int healthy) {
    static final Instances NONE = new Instances(0, 0);
  }

  private final Function<DeploymentName, DeploymentSeries> series;
  private final AppliedEpoch epochs = new AppliedEpoch();
  private final Map<DeploymentName, DeploymentTally> tallies = new HashMap<>();
  private final List<Leaving> leaving = new ArrayList<>();
  private Map<DeploymentName, Instances> instances = Map.of();
  private Collection<Backend> known = List.of();

  /** A report of nothing yet, on deployments that are measured so. */
  AppReport(Function<DeploymentName, DeploymentSeries> series) {
    this.series = series;
  }

  /** The books of a deployment, the same ones for as long as it is known or has anything left. */
  DeploymentTally tally(DeploymentName deployment) {
    return tallies.computeIfAbsent(
        deployment, name -> new DeploymentTally(name, series.apply(name)));
  }

  // Changes.

  /** Takes over what there is; it counts for the view that is published next. */
  void update(CheckedApp checked, Collection<Backend> present, Collection<Backend> left) {
    known = List.copyOf(present);
    left.forEach(backend -> leaving.add(new Leaving(backend, epochs.present() + 1)));
    forgetWhatEnded();
    Map<DeploymentName, Instances> counted = new HashMap<>();
    for (Deployment deployment : checked.app().deployments().values()) {
      counted.put(deployment.name(), count(checked.instances(deployment.name())));
    }
    instances = counted;
    Set<DeploymentName> still = new HashSet<>(counted.keySet());
    leaving.forEach(each -> still.add(each.backend().deployment()));
    tallies.keySet().retainAll(still);
  }

  private static Instances count(List<CheckedInstance> all) {
    long healthy = all.stream().filter(AppReport::isHealthy).count();
    return new Instances(all.size(), (int) healthy);
  }

  /** One that serves for want of a better one proves nothing of its deployment. */
  private static boolean isHealthy(CheckedInstance each) {
    return each.instance().state() == InstanceState.READY
        && each.health().serves()
        && each.health().state() == HealthState.HEALTHY;
  }

  private void forgetWhatEnded() {
    // A loop that goes by an older view may still choose one that has nothing under way now.
    leaving.removeIf(each -> epochs.hasPassed(each.since()) && each.backend().inFlight() == 0);
  }

  /** The first view, before anybody can read it. */
  void first(AppView view) {
    epochs.first(view);
  }

  /** Deployments that the next view does not name begin to drain; told before it is published. */
  void drainBegins(AppView before, AppView next) {
    Set<DeploymentName> serving =
        next.serving().stream().map(DeploymentView::name).collect(Collectors.toSet());
    before.serving().stream()
        .map(DeploymentView::name)
        .filter(name -> !serving.contains(name))
        .forEach(name -> tally(name).drainBegins());
  }

  /** A view is in place. */
  void published(AppView view) {
    epochs.published(view);
  }

  /** Whether it matters when every loop goes by the view in place. */
  boolean isWaiting() {
    return epochs.isWaiting() || !leaving.isEmpty();
  }

  /** The number of the view in place. */
  long present() {
    return epochs.present();
  }

  /** Every loop goes by the view of this number, or a newer one. From any thread. */
  void passed(long number) {
    epochs.passed(number);
  }

  // Answers.

  /** All backends of a deployment, those that leave included. */
  List<Backend> backends(DeploymentName deployment) {
    return backends().filter(backend -> backend.deployment().equals(deployment)).toList();
  }

  /** Those that take no requests any more and have tunnels. */
  List<Backend> tunnelling() {
    return backends().filter(backend -> backend.retired() && backend.upgraded() > 0).toList();
  }

  private Stream<Backend> backends() {
    return Stream.concat(known.stream(), leaving.stream().map(Leaving::backend));
  }

  /** How the app stands now. The figures are taken after the epoch. */
  PlaneReport now() {
    long epoch = epochs.applied();
    forgetWhatEnded();
    Map<DeploymentName, DeploymentReport> reports = new TreeMap<>();
    instances.keySet().forEach(name -> reports.put(name, report(name)));
    leaving.forEach(each -> reports.computeIfAbsent(each.backend().deployment(), this::report));
    return PlaneReport.of(epoch, reports);
  }

  private DeploymentReport report(DeploymentName name) {
    int total = 0;
    int upgraded = 0;
    for (Backend backend : backends(name)) {
      // Tunnels first: one that ends in between is at worst counted as a request, never lost.
      int tunnels = backend.upgraded();
      int all = backend.inFlight();
      upgraded += Math.min(tunnels, all);
      total += all;
    }
    Instances count = instances.getOrDefault(name, Instances.NONE);
    DeploymentTally tally = tally(name);
    return new DeploymentReport(
        count.known(),
        count.healthy(),
        total - upgraded,
        upgraded,
        tally.requests(),
        tally.failures(),
        tally.told(),
        tally.lastEndMillis(),
        tally.longestMillis());
  }
}
