package io.bellhop.app.cli.follow;

import io.bellhop.config.coordinate.step.Need;
import io.bellhop.model.plane.DeploymentReport;
import io.bellhop.model.rollout.DrainOutcome;
import io.bellhop.model.rollout.DrainReport;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutPhase;
import io.bellhop.model.rollout.RolloutProgress;
import io.bellhop.model.rollout.RouterAck;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in a few words where a rollout stands. */
final class Words {
  private Words() {}

  /** What the phase waits for now: {@code 1/2 instances up, 2/3 routers ready}. */
  static String now(RolloutProgress progress, Rollout rollout) {
    String routers = routers(progress, rollout);
    return switch (rollout.phase()) {
      case LAUNCH -> "%s up, %s".formatted(instances(progress, rollout, false), routers);
      case VERIFY -> "%s healthy, %s".formatted(instances(progress, rollout, true), routers);
      case WARM -> "opening connections, " + routers;
      case ACKNOWLEDGE -> "epoch %d, %s".formatted(rollout.epoch(), routers);
      case CANARY ->
          "%s to %s%s".formatted(share(rollout), rollout.target(), hold(progress, rollout));
      case DRAIN -> "%d in flight, %s".formatted(inFlight(progress, rollout), routers);
      case CUT -> "cutting %d, %s".formatted(inFlight(progress, rollout), routers);
      case KEEP -> "the old set is kept";
    };
  }

  /** What a phase that is over came to. */
  static String done(RolloutPhase phase, Rollout rollout, Optional<DrainReport> drain) {
    return switch (phase) {
      case LAUNCH -> count(rollout.wanted(), "instance") + " up";
      case VERIFY ->
          "%d healthy, as %s it".formatted(rollout.wanted(), everyRouter(rollout, "see"));
      case WARM -> "connections opened";
      case ACKNOWLEDGE -> "switch applied by " + everyRouter(rollout, "");
      case CANARY -> "canary step over";
      case DRAIN, CUT -> drain.map(Words::drained).orElse("its deadline passed");
      case KEEP -> "the old set was kept";
    };
  }

  /** How a drain went. */
  static String drained(DrainReport drain) {
    String longest =
        drain.longestMillis() == 0 ? "" : ", longest request " + seconds(drain.longestMillis());
    String told = drain.told() == 0 ? "" : ", %d WebSockets told".formatted(drain.told());
    return outcome(drain.outcome()) + longest + told;
  }

  private static String outcome(DrainOutcome outcome) {
    if (outcome instanceof DrainOutcome.Forced forced) {
      return forced.cut() + " cut at the deadline";
    }
    if (outcome instanceof DrainOutcome.Unknown unknown) {
      String ids =
          unknown.routers().stream().map(Object::toString).collect(Collectors.joining(", "));
      return "unknown on %s, %d cut on the others".formatted(ids, unknown.cut());
    }
    return "nothing cut";
  }

  /** {@code 0.4 s}. */
  static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
  }

  private static String routers(RolloutProgress progress, Rollout rollout) {
    Need need = Need.of(rollout.phase());
    long ready =
        progress.acks().entrySet().stream()
            .filter(entry -> progress.routers().contains(entry.getKey()))
            .filter(entry -> isMet(need, rollout, entry.getValue()))
            .count();
    return "%d/%d routers acknowledged".formatted(ready, progress.routers().size());
  }

  private static boolean isMet(Need need, Rollout rollout, RouterAck ack) {
    return ack.rollout() == rollout.number() && need.isMet(rollout, ack);
  }

  /** As the router sees it that sees the fewest; 0 where none said anything yet. */
  private static String instances(RolloutProgress progress, Rollout rollout, boolean healthy) {
    int seen =
        progress.acks().values().stream()
            .filter(ack -> ack.rollout() == rollout.number())
            .map(ack -> ack.deployment(rollout.target()))
            .mapToInt(report -> healthy ? report.healthy() : report.instances())
            .min()
            .orElse(0);
    return "%d/%d instances".formatted(seen, rollout.wanted());
  }

  private static int inFlight(RolloutProgress progress, Rollout rollout) {
    return progress.acks().values().stream()
        .flatMap(ack -> rollout.draining().stream().map(ack::deployment))
        .mapToInt(Words::underWay)
        .sum();
  }

  private static int underWay(DeploymentReport report) {
    return report.inFlight() + report.upgraded();
  }

  private static String share(Rollout rollout) {
    return rollout.options().canary().get(rollout.step() - 1).percent() + " %";
  }

  private static String hold(RolloutProgress progress, Rollout rollout) {
    return rollout.deadlineMillis() == Long.MAX_VALUE
        ? " until it is promoted: bellhop promote " + progress.app()
        : " until the next step";
  }

  private static String everyRouter(Rollout rollout, String verb) {
    int routers = rollout.members().size();
    String sees = routers == 1 && !verb.isEmpty() ? verb + "s" : verb;
    String who = routers == 1 ? "the one router" : "all %d routers".formatted(routers);
    return (who + " " + sees).strip();
  }

  private static String count(int number, String noun) {
    return number == 1 ? "1 " + noun : "%d %ss".formatted(number, noun);
  }
}
