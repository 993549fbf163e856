package io.bellhop.app.explain;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.SplitSpec;
import io.bellhop.model.StickySpec;
import io.bellhop.model.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An app's mode, and where its requests go. */
final class TrafficSentences {
  private TrafficSentences() {}

  static List<String> of(AppFacts facts) {
    Traffic traffic = facts.app().traffic();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "%s %s (epoch %d).".formatted(facts.app().name(), mode(traffic), traffic.epoch()));
    sentences.add(shares(traffic.weights()));
    override(facts.app().spec().split()).ifPresent(sentences::add);
    facts.app().spec().sticky().map(spec -> sticky(facts, spec)).ifPresent(sentences::add);
    return sentences;
  }

  private static Optional<String> override(SplitSpec split) {
    List<String> by = new ArrayList<>();
    split.overrideHeader().ifPresent(header -> by.add("header field " + header.name()));
    split.overrideCookie().ifPresent(cookie -> by.add("cookie " + cookie.name()));
    return by.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "One that names a deployment in the %s goes to that one, or fails."
                .formatted(String.join(" or the ", by)));
  }

  private static String sticky(AppFacts facts, StickySpec spec) {
    String cookie = spec.cookie().name();
    return facts.stickyWithoutKey()
        ? "Clients should come back to their instance by the cookie %s, but do not: this router has no"
                .formatted(cookie)
            + " router.sticky.key."
        : "Clients come back to their instance by the cookie %s.".formatted(cookie);
  }

  private static String mode(Traffic traffic) {
    return switch (traffic.mode()) {
      case SERVING -> traffic.isResting() ? "is serving, at rest" : "is serving";
      case PAUSED -> "is paused";
      case STOPPED -> "was stopped";
      case DRAINING -> "is draining; the next request calls that off";
      case ASLEEP -> "is asleep";
    };
  }

  private static String shares(Map<DeploymentName, Integer> weights) {
    long total = weights.values().stream().mapToLong(Integer::longValue).sum();
    if (total == 0) {
      return "No deployment takes requests.";
    }
    List<String> parts = new ArrayList<>();
    weights.forEach(
        (name, weight) -> {
          if (weight > 0) {
            parts.add("%s (%s)".formatted(name, percent(weight, total)));
          }
        });
    return "Requests go to " + String.join(", ", parts) + ".";
  }

  private static String percent(long weight, long total) {
    long rounded = Math.round(100.0 * weight / total);
    return rounded == 0 ? "less than 1 %" : rounded + " %";
  }
}
