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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one rollout has this router do, each once, and what it says of it. Used on the worker. */
final class Actions {
  private static final Set<RolloutPhase> RETIRED =
      EnumSet.of(RolloutPhase.DRAIN, RolloutPhase.CUT, RolloutPhase.KEEP);

  private final AppName app;
  private final DataPlane plane;
  private final Runnable onWarmed;
  private @Nullable FailureRate failures;
  private boolean warming;
  private volatile boolean warmed;
  private @Nullable RolloutDirection retired;
  private @Nullable RolloutDirection cutInDirection;
  private List<CutRequest> cuts = List.of();

  Actions(AppName app, DataPlane plane, Runnable onWarmed) {
    this.app = app;
    this.plane = plane;
    this.onWarmed = onWarmed;
  }

  /** Does what is due; answers whether the data plane may have changed by it. */
  boolean act(Rollout rollout, PlaneReport report) {
    if (failures == null) {
      failures = new FailureRate(rollout, report);
    }
    if (rollout.phase() == RolloutPhase.WARM && !warming) {
      warming = true;
      plane.warm(app, rollout.target()).thenRun(this::warmed);
      return true;
    }
    // Before the epoch is applied, what is to be retired may still be given requests.
    if (!RETIRED.contains(rollout.phase()) || report.epoch() < rollout.epoch()) {
      return false;
    }
    boolean retires = retire(rollout);
    return cut(rollout) || retires;
  }

  private void warmed() {
    warmed = true;
    onWarmed.run();
  }

  private boolean retire(Rollout rollout) {
    if (retired == rollout.direction()) {
      return false;
    }
    retired = rollout.direction();
    rollout.draining().forEach(name -> plane.retire(app, name));
    return true;
  }

  private boolean cut(Rollout rollout) {
    if (rollout.phase() != RolloutPhase.CUT || cutInDirection == rollout.direction()) {
      return false;
    }
    cutInDirection = rollout.direction();
    List<CutRequest> all = new ArrayList<>();
    rollout.draining().forEach(name -> all.addAll(plane.cut(app, name)));
    all.sort(Comparator.comparingLong(CutRequest::ageMillis).reversed());
    cuts = all;
    return true;
  }

  RouterAck ack(Rollout rollout, PlaneReport report, long nowMillis) {
    SortedMap<DeploymentName, DeploymentReport> deployments = new TreeMap<>();
    deployments.put(rollout.target(), report.deployment(rollout.target()));
    rollout.draining().forEach(name -> deployments.put(name, report.deployment(name)));
    boolean hasCut = cutInDirection == rollout.direction();
    return new RouterAck(
        rollout.number(),
        report.epoch(),
        warmed,
        deployments,
        hasCut ? cuts.size() : -1,
        hasCut ? cuts.subList(0, Math.min(cuts.size(), DrainReport.MOST_CUTS_LISTED)) : List.of(),
        failing(rollout, report, nowMillis));
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
