package io.bellhop.app.explain;

import io.bellhop.model.AppLimits;
import io.bellhop.model.AppSpec;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.router.BackendLoad;
import io.bellhop.router.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Follows a request down the path that it would take: router, mode, traffic, instances, limits. */
final class Judge {
  private final AppFacts facts;
  private final List<InstanceFacts> serving;

  Judge(AppFacts facts) {
    this.facts = facts;
    this.serving =
        facts.instances().stream()
            .filter(each -> each.weight() > 0 && each.takesRequests())
            .toList();
  }

  Verdict verdict() {
    return Stream.<Optional<Verdict>>of(byRouter(), byMode(), byInstances(), byLimits())
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(this::served);
  }

  private Optional<Verdict> byRouter() {
    return facts
        .notServing()
        .map(reason -> new Verdict.Unknown("This router takes no requests: " + reason + "."));
  }

  private Optional<Verdict> byMode() {
    return switch (facts.app().traffic().mode()) {
      case SERVING -> Optional.empty();
      case PAUSED -> Optional.of(paused(facts.app().spec().limits()));
      case STOPPED -> fails("the app was stopped", Failure.APP_STOPPED);
      case DRAINING, ASLEEP -> Optional.of(asleep(facts.app().spec()));
    };
  }

  private Verdict asleep(AppSpec spec) {
    return spec.limits().maxHeld() == 0
        ? failure("the app sleeps and limits.maxHeld is 0", Failure.APP_ASLEEP)
        : waits("it wakes the app", spec.wake().patience(), Failure.WAKE_TIMEOUT);
  }

  private Verdict paused(AppLimits limits) {
    return limits.maxHeld() == 0
        ? failure("the app is paused and limits.maxHeld is 0", Failure.APP_PAUSED)
        : waits("the app is paused", Failure.APP_PAUSED);
  }

  private Optional<Verdict> byInstances() {
    if (facts.app().traffic().weights().values().stream().allMatch(weight -> weight == 0)) {
      return fails("no deployment has any weight", Failure.NO_DEPLOYMENT);
    }
    if (facts.app().spec().perRequest().isPresent()) {
      return facts.requestRuns().map(this::byRun);
    }
    if (facts.health().isEmpty()) {
      return Optional.of(
          new Verdict.Unknown("This router does not know yet how the instances are."));
    }
    return serving.isEmpty() ? Optional.of(withoutInstance(facts.app().spec())) : Optional.empty();
  }

  private Verdict byRun(RequestRuns runs) {
    return runs.count(RequestRuns.Doing.SPARE) > 0
        ? new Verdict.Served("A request would go to a run that is kept spare.")
        : waits("a run of its own is started for it", Failure.HOLD_TIMEOUT);
  }

  private Verdict withoutInstance(AppSpec spec) {
    String why = "no instance that has traffic takes requests";
    boolean comes = spec.sleep().isPresent() || facts.isStartedByAgents();
    return comes && spec.limits().maxHeld() > 0
        ? waits(why, spec.wake().patience(), unlessItComesUp())
        : failure(why, Failure.NO_INSTANCES);
  }

  /** What the deployments that take traffic met with, where all of them did. */
  private Failure unlessItComesUp() {
    List<Optional<InstanceEvent>> troubles =
        facts.app().deployments().keySet().stream()
            .filter(name -> facts.weight(name) > 0)
            .map(facts::trouble)
            .toList();
    return troubles.stream().allMatch(Optional::isPresent)
        ? troubles.stream()
            .flatMap(Optional::stream)
            .findFirst()
            .map(Judge::failure)
            .orElse(Failure.WAKE_TIMEOUT)
        : Failure.WAKE_TIMEOUT;
  }

  private static Failure failure(InstanceEvent trouble) {
    return switch (trouble.kind()) {
      case CRASH_LOOP -> Failure.APP_CRASH_LOOPING;
      case NOT_STARTED -> Failure.APP_CANNOT_START;
      case NO_CAPACITY -> Failure.NO_CAPACITY;
      default -> Failure.WAKE_TIMEOUT;
    };
  }

  private Optional<Verdict> byLimits() {
    AppLimits limits = facts.app().spec().limits();
    if (inFlight() >= limits.maxInFlight()) {
      return fails(
          "as many requests are under way as limits.maxInFlight allows (%d)"
              .formatted(limits.maxInFlight()),
          Failure.APP_SATURATED);
    }
    return serving.stream().allMatch(each -> full(each, limits))
        ? Optional.of(saturated(limits))
        : Optional.empty();
  }

  private Verdict saturated(AppLimits limits) {
    if (limits.maxHeld() == 0) {
      return failure("every instance is busy and limits.maxHeld is 0", Failure.BACKEND_SATURATED);
    }
    return waits("every instance is busy", Failure.HOLD_TIMEOUT);
  }

  private Verdict waits(String why, Failure then) {
    return waits(why, facts.app().spec().timeouts().hold(), then);
  }

  private static Verdict waits(String why, Duration most, Failure then) {
    return new Verdict.Waits(
        "A request would wait for at most %s, as %s; then it is answered %d (%s)."
            .formatted(Words.time(most), why, then.status(), then.code()),
        then);
  }

  private Verdict served() {
    boolean panics = facts.health().filter(health -> !health.panic().isEmpty()).isPresent();
    String to =
        serving.size() == 1
            ? "the one instance that takes requests"
            : "one of the %d instances that take requests".formatted(serving.size());
    return new Verdict.Served(
        panics
            ? "A request would go to %s, but the panic policy is in force: it may fail."
                .formatted(to)
            : "A request would go to %s.".formatted(to));
  }

  private static boolean full(InstanceFacts each, AppLimits limits) {
    return each.load()
        .filter(load -> load.circuitOpen() || load.inFlight() >= limits.maxInFlightPerBackend())
        .isPresent();
  }

  private int inFlight() {
    return facts.loads().orElse(List.of()).stream().mapToInt(BackendLoad::inFlight).sum();
  }

  private static Optional<Verdict> fails(String why, Failure failure) {
    return Optional.of(failure(why, failure));
  }

  private static Verdict failure(String why, Failure failure) {
    return new Verdict.Fails(
        "A request would be answered %d (%s): %s.".formatted(failure.status(), failure.code(), why),
        failure);
  }
}
