package io.bellhop.app.cli.follow;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.rollout.Rollout;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says how a rollout ended, and what can be done now. */
final class Outcomes {
  private Outcomes() {}

  static String sentence(AppName app, Optional<Rollout> rollout, Ending ending) {
    String target = ending.target().value();
    String why = ending.reason().isEmpty() ? "" : ": " + ending.reason();
    return switch (ending.outcome()) {
      case COMPLETED -> completed(app, target, rollout, ending);
      case ALREADY_SERVING -> "%s takes all traffic of %s already".formatted(target, app);
      case FAILED -> "failed%s; the old set serves on, untouched".formatted(why);
      case ABORTED -> "aborted%s; the old set serves on, untouched".formatted(why);
      case ROLLED_BACK ->
          "rolled back%s; the old set has all traffic again".formatted(inBrackets(ending));
      case SUPERSEDED -> "superseded" + why;
    };
  }

  private static String inBrackets(Ending ending) {
    return ending.reason().isEmpty() ? "" : " (%s)".formatted(ending.reason());
  }

  private static String completed(
      AppName app, String target, Optional<Rollout> rollout, Ending ending) {
    String drain = ending.drain().map(report -> "; " + Words.drained(report)).orElse("");
    String note = ending.reason().isEmpty() ? "" : "; " + ending.reason();
    String kept =
        ending.kept()
            ? "%nthe old set is kept for %s: bellhop rollback %s"
                .formatted(rollout.map(Outcomes::keep).orElse("a while"), app)
            : "";
    return "%s has all traffic of %s%s%s%s".formatted(target, app, drain, note, kept);
  }

  private static String keep(Rollout rollout) {
    Duration keep = rollout.options().keepPrevious();
    return keep.toSeconds() % 60 == 0 ? keep.toMinutes() + " min" : Words.seconds(keep.toMillis());
  }

  /** What served before: {@code blue=100}. */
  static String weights(Rollout rollout) {
    String weights =
        rollout.before().entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(Outcomes::weight)
            .collect(Collectors.joining(" "));
    return weights.isEmpty() ? "nothing" : weights;
  }

  private static String weight(Map.Entry<DeploymentName, Integer> entry) {
    return entry.getKey() + "=" + entry.getValue();
  }
}
