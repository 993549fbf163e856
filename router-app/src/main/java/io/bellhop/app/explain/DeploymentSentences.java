package io.bellhop.app.explain;

import io.bellhop.model.Deployment;
import io.bellhop.model.InstanceState;
import io.bellhop.model.health.HealthState;
import io.bellhop.model.health.InstanceHealth;
import io.bellhop.model.launch.InstanceEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How many instances of a deployment are healthy, and why the others are not. */
final class DeploymentSentences {
  private static final int LONGEST_LIST = 10;
  private static final Set<HealthState> TOLD_WITH_PROBE =
      EnumSet.of(HealthState.UNKNOWN, HealthState.UNHEALTHY);

  private final AppFacts facts;
  private final Deployment deployment;
  private final List<InstanceFacts> instances;

  DeploymentSentences(AppFacts facts, Deployment deployment, List<InstanceFacts> all) {
    this.facts = facts;
    this.deployment = deployment;
    this.instances =
        all.stream().filter(each -> each.deployment().equals(deployment.name())).toList();
  }

  List<String> all() {
    List<String> sentences = new ArrayList<>(registered());
    facts.troubles(deployment.name()).stream().map(this::trouble).forEach(sentences::add);
    return sentences;
  }

  private String trouble(InstanceEvent event) {
    Duration age = notNegative(Duration.between(event.at(), facts.now()));
    return Words.sentence("%s ago: %s".formatted(Words.time(age), event.message()));
  }

  private List<String> registered() {
    if (instances.isEmpty()) {
      return List.of("%s has no instances.".formatted(deployment.name()) + weightless());
    }
    List<String> sentences = new ArrayList<>();
    sentences.add(summary() + weightless());
    List<InstanceFacts> remarkable = instances.stream().filter(this::remarkable).toList();
    remarkable.stream().limit(LONGEST_LIST).map(this::sentence).forEach(sentences::add);
    if (remarkable.size() > LONGEST_LIST) {
      sentences.add(
          "%d more are not as they should be: see `bellhop ps %s`."
              .formatted(remarkable.size() - LONGEST_LIST, facts.app().name()));
    }
    return sentences;
  }

  private String weightless() {
    return facts.weight(deployment.name()) > 0 ? "" : " It has no traffic.";
  }

  private String summary() {
    int all = instances.size();
    long known = instances.stream().filter(each -> each.health().isPresent()).count();
    if (known == 0) {
      return "%s has %s, of whose health nothing is known yet."
          .formatted(deployment.name(), Words.count(all, "instance"));
    }
    long healthy = instances.stream().filter(InstanceFacts::healthy).count();
    return "%d of %d instances of %s %s healthy."
        .formatted(healthy, all, deployment.name(), healthy == 1 ? "is" : "are");
  }

  private boolean remarkable(InstanceFacts each) {
    return each.instance().state() != InstanceState.READY
        || each.absent()
        || !each.why().isEmpty()
        || each.health().filter(any -> !each.healthy()).isPresent();
  }

  private String sentence(InstanceFacts each) {
    String state =
        switch (each.instance().state()) {
          case STARTING -> "says that it is starting and takes no requests yet";
          case DRAINING -> "is draining and takes no new requests";
          case READY -> each.health().map(this::judged).orElse("is not judged yet");
        };
    String why = each.why().isEmpty() || told(each) ? "" : ": " + each.why();
    String vanished =
        each.absent() ? "; its registration vanished, and it serves on while it works" : "";
    return Words.sentence(name(each) + " " + state + why + vanished);
  }

  /** Where the last probe is told of, its result need not be said again as the reason. */
  private static boolean told(InstanceFacts each) {
    return each.health()
        .filter(health -> TOLD_WITH_PROBE.contains(health.health().state()))
        .filter(health -> health.lastProbe().isPresent())
        .filter(health -> health.lastProbeResult().equals(each.why()))
        .isPresent();
  }

  private String judged(InstanceHealth health) {
    String since = " for " + ago(health);
    return switch (health.health().state()) {
      case HEALTHY -> "is healthy";
      case UNKNOWN -> "was never seen to work" + probe(health);
      case UNHEALTHY -> "is unhealthy" + since + probe(health);
      case EJECTED -> "is ejected" + left(health);
      case WRONG_PEER -> "is refused, as something else answers at its address," + since;
    };
  }

  private String ago(InstanceHealth health) {
    return Words.time(notNegative(Duration.between(health.since(), facts.now())));
  }

  private String probe(InstanceHealth health) {
    if (health.lastProbe().isEmpty()) {
      return ", not probed yet";
    }
    Duration age = notNegative(Duration.between(health.lastProbe().get(), facts.now()));
    return ", last probed %s ago (%s)".formatted(Words.time(age), health.lastProbeResult());
  }

  private String left(InstanceHealth health) {
    return health
        .ejectedUntil()
        .map(until -> Words.time(notNegative(Duration.between(facts.now(), until))))
        .map(left -> " for another %s (ejections so far: %d)".formatted(left, health.ejections()))
        .orElse("");
  }

  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  private static String name(InstanceFacts each) {
    String id = each.instance().id().value();
    String address = each.instance().address().toString();
    return id.equals(address) ? address : id + " (" + address + ")";
  }
}
