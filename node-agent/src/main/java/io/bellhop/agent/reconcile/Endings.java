package io.bellhop.agent.reconcile;

import io.bellhop.agent.reconcile.Life.Draining;
import io.bellhop.agent.reconcile.Life.Launching;
import io.bellhop.agent.reconcile.Life.Stopping;
import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.ExitReport;
import io.bellhop.model.launch.ExitReport.Reason;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.WantedDeployment;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;

/** Gives up the slots of instances that ended, says why, and counts crashes. */
final class Endings {
  private static final int SIGTERM = 15;

  private final Effects effects;
  private final CrashLoops loops;
  private final InstantSource clock;

  Endings(Effects effects, CrashLoops loops, InstantSource clock) {
    this.effects = effects;
    this.loops = loops;
    this.clock = clock;
  }

  /**
   * An instance ended.
   *
   * @param of what it was of, where that is still wanted
   */
  void ended(Life life, Observed instance, Optional<WantedDeployment> of) {
    boolean asked = life instanceof Stopping || life instanceof Draining;
    Reason reason = life instanceof Stopping stopping ? stopping.reason() : Reason.STOPPED;
    ExitReport report =
        asked
            ? EndReports.stopped(instance, reason, life.spec())
            : EndReports.crashed(instance, life.spec());
    life.held().ifPresent(claim -> effects.release(claim, report));
    if (!asked || reason == Reason.NEVER_LISTENED) {
      of.ifPresent(wanted -> crashed(wanted, report));
    }
  }

  /** Nothing was started; whether somebody is to blame for it who wrote the deployment. */
  boolean notStarted(Launching launching, RuntimeFailure failure) {
    ExitReport report = ExitReport.notStarted(failure.explanation());
    effects.release(launching.claim(), report);
    boolean blamed = failure.code().blame() == FailureCode.Blame.DEPLOYMENT;
    if (blamed) {
      crashed(launching.wanted(), report);
    }
    return blamed;
  }

  /** An instance ended while no agent looked: its claim may still stand. */
  void endedUnseen(Claim claim, Observed instance, WantedDeployment of) {
    if (!instance.ran()) {
      String message = "instance %s was not started: its agent ended while it was about to";
      effects.release(claim, ExitReport.notStarted(message.formatted(instance.slot())));
      return;
    }
    Optional<LaunchSpec> spec = Optional.of(of.spec());
    // Most likely an earlier life of this agent asked for it; that is no crash, whoever did.
    boolean asked = instance.ending().orElseThrow().signal().equals(OptionalInt.of(SIGTERM));
    ExitReport report =
        asked
            ? EndReports.stopped(instance, Reason.STOPPED, spec)
            : EndReports.crashed(instance, spec);
    effects.release(claim, report);
    if (!asked) {
      crashed(of, report);
    }
  }

  /** An instance of a deployment served for long enough, or until it was not wanted any more. */
  void recovered(DeploymentKey deployment) {
    if (loops.recovered(deployment)) {
      effects.recovered(deployment);
    }
  }

  /** Counts one more failure of a deployment. */
  private void crashed(WantedDeployment of, ExitReport report) {
    CrashLoop loop = loops.failed(of.key(), of.revision(), report, clock.instant());
    effects.crashLooping(of.key(), loop);
  }
}
