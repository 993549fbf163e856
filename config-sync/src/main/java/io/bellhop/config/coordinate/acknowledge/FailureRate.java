package io.bellhop.config.coordinate.acknowledge;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.plane.DeploymentReport;
import io.bellhop.model.plane.PlaneReport;
import io.bellhop.model.rollout.AutoRollback;
import io.bellhop.model.rollout.Rollout;
import java.util.Collection;
import java.util.List;

/** Whether the new set fails more often than the old one, on this router, since a rollout began. */
final class FailureRate {
  private static final int PERCENT = 100;

  private record Counts(long requests, long failures) {
    static Counts of(PlaneReport report, Collection<DeploymentName> names) {
      long requests = 0;
      long failures = 0;
      for (DeploymentName name : names) {
        DeploymentReport deployment = report.deployment(name);
        requests += deployment.requests();
        failures += deployment.failures();
      }
      return new Counts(requests, failures);
    }

    Counts since(Counts start) {
      return new Counts(requests - start.requests, failures - start.failures);
    }

    double percent() {
      return requests == 0 ? 0 : (double) failures * PERCENT / requests;
    }
  }

  private final Counts oldStart;
  private final Counts newStart;

  FailureRate(Rollout rollout, PlaneReport start) {
    oldStart = Counts.of(start, rollout.before().keySet());
    newStart = Counts.of(start, List.of(rollout.target()));
  }

  /** Why the new set should be left again; empty for no reason. */
  String verdict(Rollout rollout, PlaneReport report, AutoRollback when) {
    Counts now = Counts.of(report, List.of(rollout.target())).since(newStart);
    Counts before = Counts.of(report, rollout.before().keySet()).since(oldStart);
    boolean failing =
        now.requests() >= when.minRequests()
            && now.percent() > before.percent() + when.marginPercent();
    return failing
        ? "%.1f %% of requests fail on %s, %.1f %% before"
            .formatted(now.percent(), rollout.target(), before.percent())
        : "";
  }
}
