package io.bellhop.app.explain;

import io.bellhop.model.CheckSpec;
import io.bellhop.model.HealthSpec;
import io.bellhop.model.PanicPolicy;
import io.bellhop.model.health.AppHealth;
import java.util.List;

/** How instances are checked, and whether the panic policy is in force. */
final class HealthSentences {
  private HealthSentences() {}

  static List<String> of(AppFacts facts) {
    HealthSpec spec = facts.app().spec().health();
    return List.of(check(spec), policy(spec.panic()), inForce(facts));
  }

  private static String check(HealthSpec spec) {
    String every = "every " + Words.time(spec.interval());
    if (spec.check() instanceof CheckSpec.Http http) {
      return "Instances are checked by %s %s %s; %d to %d passes."
          .formatted(http.method(), http.path(), every, http.minStatus(), http.maxStatus());
    }
    return spec.check() instanceof CheckSpec.Tcp
        ? "Instances are checked by a TCP connect %s.".formatted(every)
        : "Instances have to accept one TCP connection before they take requests; there is no other"
            + " check.";
  }

  private static String policy(PanicPolicy policy) {
    String when =
        policy.belowPercent() == 0
            ? "no instance of a deployment is healthy"
            : "fewer than %d %% of a deployment's instances are healthy"
                .formatted(policy.belowPercent());
    return policy.mode() == PanicPolicy.Mode.OPEN
        ? "Once %s, requests go to all that were healthy before (panic policy open)."
            .formatted(when)
        : "Once %s, requests go to the healthy alone, or fail (panic policy closed)."
            .formatted(when);
  }

  private static String inForce(AppFacts facts) {
    if (facts.health().isEmpty()) {
      return "Whether the panic policy is in force is not known yet.";
    }
    String panic = facts.health().map(AppHealth::panic).orElse("");
    return panic.isEmpty()
        ? "The panic policy is not in force."
        : Words.sentence("The panic policy is in force: " + panic);
  }
}
