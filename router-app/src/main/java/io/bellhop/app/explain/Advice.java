package io.bellhop.app.explain;

import io.bellhop.model.AppName;
import io.bellhop.model.CheckSpec;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InstanceSource.Launched;
import io.bellhop.model.InstanceState;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.health.HealthState;
import io.bellhop.model.health.InstanceHealth;
import io.bellhop.model.launch.InstanceEvent.Kind;
import io.bellhop.router.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What would help. */
final class Advice {
  private final AppFacts facts;
  private final List<InstanceFacts> instances;
  private final Verdict verdict;
  private final AppName app;

  Advice(AppFacts facts, List<InstanceFacts> instances, Verdict verdict) {
    this.facts = facts;
    this.instances = instances;
    this.verdict = verdict;
    this.app = facts.app().name();
  }

  List<String> all() {
    List<String> advice = new ArrayList<>();
    if (verdict instanceof Verdict.Unknown) {
      advice.add("Ask again soon, or another router; /readyz says what this one waits for.");
    } else if (verdict instanceof Verdict.Fails fails) {
      advice.addAll(against(fails.failure()));
    } else if (verdict instanceof Verdict.Waits waits) {
      advice.addAll(against(waits.then()));
    }
    missing().ifPresent(advice::add);
    troubled().ifPresent(advice::add);
    first(HealthState.UNHEALTHY).map(this::look).ifPresent(advice::add);
    first(HealthState.UNKNOWN).map(this::look).ifPresent(advice::add);
    first(HealthState.WRONG_PEER).map(Advice::wrongPeer).ifPresent(advice::add);
    instances.stream()
        .filter(InstanceFacts::absent)
        .findFirst()
        .map(Advice::absent)
        .ifPresent(advice::add);
    if (facts.stickyWithoutKey()) {
      advice.add(stickyKey());
    }
    return advice.stream().distinct().toList();
  }

  private String stickyKey() {
    return "Set router.sticky.key, or BELLHOP_STICKY_KEY, to the same secret on every router and start"
        + " them anew; or give stickiness up with `bellhop app set %s sticky=`.".formatted(app);
  }

  private List<String> against(Failure failure) {
    return switch (failure) {
      case APP_PAUSED, APP_STOPPED, APP_ASLEEP ->
          List.of("`bellhop resume %s` has it serve again.".formatted(app));
      case WAKE_TIMEOUT ->
          facts.app().traffic().mode() == TrafficMode.SERVING
              ? List.of()
              : List.of("`bellhop wake %s` wakes it now.".formatted(app));
      case NO_DEPLOYMENT -> List.of(switchTo(anyDeployment()));
      case NO_INSTANCES -> elsewhere().map(name -> List.of(better(name))).orElse(List.of());
      case APP_SATURATED ->
          List.of("Add instances, then raise limits.maxInFlight; or add routers.");
      case BACKEND_SATURATED, HOLD_TIMEOUT ->
          List.of("Add instances, or raise limits.maxInFlightPerBackend if they can take more.");
      default -> List.of();
    };
  }

  private Optional<DeploymentName> anyDeployment() {
    return elsewhere().or(() -> facts.app().deployments().keySet().stream().findFirst());
  }

  private String switchTo(Optional<DeploymentName> name) {
    return name.map(
            known -> "`bellhop switch %s %s=100` sends requests there.".formatted(app, known))
        .orElseGet(
            () -> "`bellhop deployment add %s NAME …` says where instances are.".formatted(app));
  }

  /** A deployment without traffic that could take it. */
  private Optional<DeploymentName> elsewhere() {
    return instances.stream()
        .filter(each -> each.weight() == 0 && each.takesRequests())
        .map(InstanceFacts::deployment)
        .findFirst();
  }

  private String better(DeploymentName name) {
    return "%s has instances that work: `bellhop switch %s %s=100` sends requests there."
        .formatted(name, app, name);
  }

  private Optional<String> missing() {
    return facts.app().deployments().values().stream()
        .filter(each -> facts.weight(each.name()) > 0)
        .filter(each -> instances.stream().noneMatch(has -> has.deployment().equals(each.name())))
        .findFirst()
        .map(this::missing);
  }

  private String missing(Deployment of) {
    return of.spec().source() instanceof Launched
        ? "Agents start the instances of %s: `bellhop events %s` tells what became of them; without an agent, start one with `bellhop agent`."
            .formatted(of.name(), app)
        : "Start instances of %s, or see why they do not register; `bellhop rejected` lists nodes that are refused."
            .formatted(of.name());
  }

  /** What is wrong with instances that ran is in what they printed. */
  private Optional<String> troubled() {
    return facts.app().deployments().keySet().stream()
        .flatMap(name -> facts.trouble(name).stream())
        .filter(event -> event.kind() == Kind.EXITED || event.kind() == Kind.CRASH_LOOP)
        .findFirst()
        .map(event -> "See what they printed with `bellhop logs %s`.".formatted(app));
  }

  private Optional<InstanceFacts> first(HealthState state) {
    return instances.stream()
        .filter(each -> each.instance().state() == InstanceState.READY)
        .filter(each -> each.health().filter(known -> is(known, state)).isPresent())
        .findFirst();
  }

  private static boolean is(InstanceHealth known, HealthState state) {
    return known.health().state() == state;
  }

  private String look(InstanceFacts each) {
    String address = each.instance().address().toString();
    return facts.app().spec().health().check() instanceof CheckSpec.Http http
        ? "See what the check sees, from this router's host: curl -i http://%s%s"
            .formatted(address, http.path())
        : "See whether anything listens on %s, and whether this router's host may reach it."
            .formatted(address);
  }

  private static String wrongPeer(InstanceFacts each) {
    return "Remove the registration of %s: its address %s belongs to something else by now."
        .formatted(each.instance().id(), each.instance().address());
  }

  private static String absent(InstanceFacts each) {
    return "See why %s is registered no more: it may have lost its ZooKeeper session, or its agent."
        .formatted(each.instance().id());
  }
}
