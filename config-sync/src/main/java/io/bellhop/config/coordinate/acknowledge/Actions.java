package io.bellhop.config.coordinate.acknowledge;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.plane.CutRequest;
import io.bellhop.model.plane.DataPlane;
import io.bellhop.model.plane.DeploymentReport;
import io.bellhop.model.plane.PlaneReport;
import io.bellhop.model.rollout.DrainReport;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutDirection;
import io.bellhop.model.rollout.RolloutPhase;
import io.bellhop.model.rollout.RouterAck;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What one rollout has this router do, each once, and what it says of it. Used on the worker; the
 * data plane ends what it was asked on threads of its own.
 */
final class Actions {
  private final AppName app;
  private final DataPlane plane;
  private final Runnable onDone;
  private @Nullable FailureRate failures;
  private boolean warming;
  private volatile boolean warmed;
  private @Nullable RolloutDirection retired;
  private @Nullable RolloutDirection cutting;
  private volatile @Nullable Cut cut;

  /** What was cut, oldest first, of the set that a direction leaves. */
  private record Cut(RolloutDirection direction, List<CutRequest> requests) {}

  /**
   * Nothing done yet.
   *
   * @param onDone told when the data plane has done what it was asked to; on any thread
   */
  Actions(AppName app, DataPlane plane, Runnable onDone) {
    this.app = app;
    this.plane = plane;
    this.onDone = onDone;
  }

  /** Has the data plane do what is due; does not wait for it. */
  void act(Rollout rollout, PlaneReport report) {
    if (failures == null) {
      failures = new FailureRate(rollout, report);
    }
    if (rollout.phase() == RolloutPhase.WARM && !warming) {
      warming = true;
      plane.warm(app, rollout.target()).thenRun(this::warmed);
    }
    // Before the epoch is applied, what is to be retired may still be given requests. From then on
    // it is, before that is acknowledged: with nothing in flight there may be no further phase.
    if (rollout.isFullySwitched() && report.epoch() >= rollout.epoch()) {
      retire(rollout);
      cut(rollout);
    }
  }

  private void warmed() {
    warmed = true;
    onDone.run();
  }

  private void retire(Rollout rollout) {
    if (retired != rollout.direction()) {
      retired = rollout.direction();
      rollout.draining().forEach(name -> plane.retire(app, name));
    }
  }

  private void cut(Rollout rollout) {
    RolloutDirection direction = rollout.direction();
    if (rollout.phase() != RolloutPhase.CUT || cutting == direction) {
      return;
    }
    cutting = direction;
    List<CompletableFuture<List<CutRequest>>> asked =
        rollout.draining().stream()
            .map(name -> plane.cut(app, name).toCompletableFuture())
            .toList();
    CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
        .thenRun(() -> wasCut(direction, asked));
  }

  private void wasCut(RolloutDirection direction, List<CompletableFuture<List<CutRequest>>> done) {
    List<CutRequest> all = new ArrayList<>();
    done.forEach(each -> all.addAll(each.join()));
    all.sort(Comparator.comparingLong(CutRequest::ageMillis).reversed());
    cut = new Cut(direction, all);
    onDone.run();
  }

  RouterAck ack(Rollout rollout, PlaneReport report, long nowMillis) {
    SortedMap<DeploymentName, DeploymentReport> deployments = new TreeMap<>();
    deployments.put(rollout.target(), report.deployment(rollout.target()));
    rollout.draining().forEach(name -> deployments.put(name, report.deployment(name)));
    Optional<List<CutRequest>> cuts = cuts(rollout);
    return new RouterAck(
        rollout.number(),
        report.epoch(),
        warmed,
        deployments,
        cuts.map(List::size).orElse(-1),
        cuts.stream().flatMap(List::stream).limit(DrainReport.MOST_CUTS_LISTED).toList(),
        failing(rollout, report, nowMillis));
  }

  /** Empty where it was not cut yet. */
  private Optional<List<CutRequest>> cuts(Rollout rollout) {
    return Optional.ofNullable(cut)
        .filter(done -> done.direction() == rollout.direction())
        .map(Cut::requests);
  }

  private String failing(Rollout rollout, PlaneReport report, long nowMillis) {
    FailureRate rate = failures;
    if (rate == null || rollout.switchedAtMillis() == 0) {
      return "";
    }
    return rollout
        .options()
        .autoRollback()
        .filter(when -> nowMillis <= rollout.switchedAtMillis() + when.window().toMillis())
        .map(when -> rate.verdict(rollout, report, when))
        .orElse("");
  }
}
