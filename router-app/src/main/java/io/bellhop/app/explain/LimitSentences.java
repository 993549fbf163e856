package io.bellhop.app.explain;

import io.bellhop.model.AppLimits;
import io.bellhop.router.BackendLoad;
import java.util.ArrayList;
import java.util.List;

/** How near the app is to its limits on this router. */
final class LimitSentences {
  private LimitSentences() {}

  static List<String> of(AppFacts facts, List<InstanceFacts> instances) {
    if (facts.loads().isEmpty()) {
      return List.of("What is under way is not known: this router's data plane does not run.");
    }
    AppLimits limits = facts.app().spec().limits();
    int inFlight = facts.loads().get().stream().mapToInt(BackendLoad::inFlight).sum();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "%s under way here, of %d that this router grants the app."
            .formatted(are(inFlight, "request"), limits.maxInFlight()));
    int full = count(instances, limits.maxInFlightPerBackend());
    if (full > 0) {
      sentences.add(
          "%s at the limit of %d requests each."
              .formatted(are(full, "instance"), limits.maxInFlightPerBackend()));
    } else if (count(instances, limits.softInFlightPerBackend()) > 0) {
      sentences.add(
          "%s at the soft limit of %d requests each and given more only while no other has room."
              .formatted(
                  are(count(instances, limits.softInFlightPerBackend()), "instance"),
                  limits.softInFlightPerBackend()));
    }
    return sentences;
  }

  private static int count(List<InstanceFacts> instances, int inFlight) {
    return (int)
        instances.stream()
            .filter(each -> each.load().filter(load -> load.inFlight() >= inFlight).isPresent())
            .count();
  }

  private static String are(int count, String noun) {
    return Words.count(count, noun) + (count == 1 ? " is" : " are");
  }
}
