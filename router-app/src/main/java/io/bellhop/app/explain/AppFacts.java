package io.bellhop.app.explain;

import io.bellhop.model.App;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InstanceSource.Launched;
import io.bellhop.model.health.AppHealth;
import io.bellhop.model.health.InstanceHealth;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.launch.InstanceEvent.Kind;
import io.bellhop.model.run.Run;
import io.bellhop.router.BackendLoad;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one router knows of an app at one moment.
 *
 * @param health empty while nothing is known of it yet
 * @param loads empty while the data plane does not run
 * @param notServing why this router takes no requests; empty where it does
 * @param stickyKey whether this router has what sticky cookies are made with
 * @param events what happened lately to what agents run, oldest first; empty where that is not
 *     known
 * @param runs one-off runs of an app whose requests each get one; empty for others, and where they
 *     are not known
 */
public record AppFacts(
    App app,
    Optional<AppHealth> health,
    Optional<List<BackendLoad>> loads,
    Optional<String> notServing,
    boolean stickyKey,
    List<InstanceEvent> events,
    List<Run> runs,
    Instant now) {
  private static final Comparator<InstanceFacts> IN_ORDER =
      Comparator.comparing(InstanceFacts::deployment).thenComparing(each -> each.instance().id());

  private record Key(DeploymentName deployment, InstanceId id) {}

  private record Place(DeploymentName deployment, BackendAddress address) {}

  /** Copies the lists. */
  public AppFacts {
    loads = loads.map(List::copyOf);
    events = List.copyOf(events);
    runs = List.copyOf(runs);
  }

  /** The runs that its requests have; empty where they get none. */
  public Optional<RequestRuns> requestRuns() {
    return RequestRuns.of(app, runs, loads.orElse(List.of()));
  }

  /** What went wrong last with a deployment's instances that agents run, unless it is over. */
  public Optional<InstanceEvent> trouble(DeploymentName deployment) {
    List<InstanceEvent> own =
        events.stream().filter(event -> event.deployment().equals(deployment)).toList();
    Optional<InstanceEvent> last =
        own.stream()
            .filter(event -> event.kind().isTrouble())
            .max(Comparator.comparingLong(InstanceEvent::number));
    return last.filter(trouble -> own.stream().noneMatch(event -> isOver(trouble, event)));
  }

  /** The same, and what it comes from: of a row of failures how the last of them went. */
  public List<InstanceEvent> troubles(DeploymentName deployment) {
    Optional<InstanceEvent> last = trouble(deployment);
    Optional<InstanceEvent> cause =
        last.filter(trouble -> trouble.kind() == Kind.CRASH_LOOP)
            .flatMap(
                loop ->
                    events.stream()
                        .filter(event -> event.deployment().equals(deployment))
                        .filter(event -> event.number() < loop.number())
                        .filter(event -> isFailure(event.kind()))
                        .max(Comparator.comparingLong(InstanceEvent::number)));
    return Stream.of(cause, last).flatMap(Optional::stream).toList();
  }

  private static boolean isFailure(Kind kind) {
    return kind == Kind.EXITED || kind == Kind.NOT_STARTED;
  }

  private static boolean isOver(InstanceEvent trouble, InstanceEvent event) {
    boolean ends = event.kind() == Kind.READY || event.kind() == Kind.STOPPED;
    boolean concerns = trouble.slot().isEmpty() || trouble.slot().equals(event.slot());
    return ends && concerns && event.number() > trouble.number();
  }

  /**
   * Every instance that is registered, and every one that vanished but is known to work still; by
   * deployment, then id.
   */
  public List<InstanceFacts> instances() {
    Map<Key, InstanceHealth> known = new HashMap<>();
    health.ifPresent(
        all ->
            all.instances()
                .forEach(
                    each -> known.put(new Key(each.deployment(), each.instance().id()), each)));
    Map<Place, BackendLoad> busy = new HashMap<>();
    loads.ifPresent(
        all -> all.forEach(load -> busy.put(new Place(load.deployment(), load.address()), load)));
    List<InstanceFacts> facts = new ArrayList<>();
    for (Deployment deployment : app.deployments().values()) {
      for (Instance instance : deployment.instances()) {
        Optional<InstanceHealth> found =
            Optional.ofNullable(known.remove(new Key(deployment.name(), instance.id())));
        facts.add(facts(deployment.name(), instance, found, busy));
      }
    }
    known
        .values()
        .forEach(
            each -> facts.add(facts(each.deployment(), each.instance(), Optional.of(each), busy)));
    facts.sort(IN_ORDER);
    return List.copyOf(facts);
  }

  private InstanceFacts facts(
      DeploymentName deployment,
      Instance instance,
      Optional<InstanceHealth> found,
      Map<Place, BackendLoad> busy) {
    return new InstanceFacts(
        deployment,
        instance,
        weight(deployment),
        found,
        Optional.ofNullable(busy.get(new Place(deployment, instance.address()))));
  }

  /**
   * Whether agents are to run an instance that takes traffic: requests wait where there is none.
   */
  boolean isStartedByAgents() {
    return app.deployments().values().stream()
        .map(Deployment::spec)
        .filter(spec -> weight(spec.name()) > 0 && spec.source() instanceof Launched)
        .anyMatch(spec -> spec.instances().orElse(0) > 0);
  }

  /** Whether the app should be sticky and cannot be here. */
  boolean stickyWithoutKey() {
    return app.spec().sticky().isPresent() && !stickyKey;
  }

  /** A deployment's weight in the app's traffic; 0 where it takes none. */
  public int weight(DeploymentName deployment) {
    return app.traffic().weights().getOrDefault(deployment, 0);
  }
}
