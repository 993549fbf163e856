package io.bellhop.health.verdict;

import io.bellhop.model.CheckSpec;
import io.bellhop.model.EjectionSpec;
import io.bellhop.model.health.HealthState;
import java.time.Duration;
import java.util.Optional;

/**
 * Turns findings into standings, and standings into plans. Called under the checker's lock; every
 * change of an instance's standing is made here.
 */
public final class Judge {
  private final Surroundings around;
  private final Planner planner;

  /** A judge amid these surroundings. */
  public Judge(Surroundings around) {
    this.around = around;
    this.planner = new Planner(around);
  }

  /** Judges a finding; tells whether it changed what the data plane has to know. */
  public boolean judge(Finding finding) {
    Target target = finding.target();
    if (target.closed()) {
      return false;
    }
    if (finding instanceof Finding.Probe probe) {
      return probed(target, probe.plan(), probe.result());
    }
    return accused(target, ((Finding.Accusation) finding).reason());
  }

  /** Plans what follows from how it stands now. */
  void schedule(Target target) {
    if (target.suspected() && target.state() == HealthState.HEALTHY) {
      // Whatever came between was no answer to the suspicion.
      target.probes().plan(planner.suspicion(target));
      return;
    }
    target.suspect(false);
    Optional<ProbePlan> plan = planner.next(target);
    plan.ifPresentOrElse(target.probes()::plan, target.probes()::rest);
  }

  /** Probes at once, as something happened that makes it doubtful. */
  void scheduleAtOnce(Target target) {
    target.probes().plan(planner.now(target));
  }

  /** It ends no request: a probe has to tell whether it is alive. */
  void suspect(Target target) {
    if (target.state() == HealthState.HEALTHY && !target.suspected()) {
      target.suspect(true);
      target.probes().plan(planner.suspicion(target));
    }
  }

  private boolean probed(Target target, ProbePlan plan, ProbeResult result) {
    target.markTried();
    boolean changed =
        answersSuspicion(target, plan, result)
            ? answeredSuspicion(target, result)
            : stands(target, after(target, result, limits(target)));
    if (!target.closed()) {
      schedule(target);
    }
    return changed;
  }

  private static boolean answersSuspicion(Target target, ProbePlan plan, ProbeResult result) {
    // One that was under way when the suspicion arose and failed too has shown the same.
    boolean sameShown =
        target.suspected()
            && result instanceof ProbeResult.Failed
            && plan.check().equals(target.app().health().check());
    return plan.purpose() == ProbePlan.Purpose.SUSPICION || sameShown;
  }

  private boolean answeredSuspicion(Target target, ProbeResult result) {
    target.suspect(false);
    if (result instanceof ProbeResult.Passed) {
      target.stall().alive();
    }
    boolean asked = target.app().health().check() instanceof CheckSpec.Http;
    if (asked || result instanceof ProbeResult.Passed) {
      return stands(target, after(target, result, new Standing.Limits(rise(target), 1)));
    }
    boolean peersGoOn = target.app().peersAnsweredSince(target, target.stall().progressNanos());
    return peersGoOn && eject(target, EjectionReason.STALLED, "ends no request, " + result.text());
  }

  private Standing after(Target target, ProbeResult result, Standing.Limits limits) {
    Standing now = target.standing();
    if (result instanceof ProbeResult.Passed) {
      return now.passed(limits, around.time().now());
    }
    return result instanceof ProbeResult.WrongPeer
        ? now.wrongPeer(result.text())
        : now.failed(result.text(), limits);
  }

  private static Standing.Limits limits(Target target) {
    // Nobody vouches for an absent one: it gets no second chance.
    int fall = target.absent() ? 1 : target.app().health().fall();
    return new Standing.Limits(rise(target), fall);
  }

  private static int rise(Target target) {
    return target.app().health().rise();
  }

  private boolean accused(Target target, EjectionReason reason) {
    String why =
        switch (reason) {
          case CONSECUTIVE_FAILURES -> "requests broke, were refused or timed out in a row";
          case CONSECUTIVE_SERVER_ERRORS -> "answered 500 or above in a row";
          case SUCCESS_RATE -> "fails more often than its peers";
          case STALLED -> "ends no request";
        };
    boolean ejected = eject(target, reason, why);
    target.ledger().judged();
    if (ejected) {
      schedule(target);
    } else if (target.state() == HealthState.HEALTHY && !target.suspected()) {
      scheduleAtOnce(target);
    }
    return ejected;
  }

  /** Judges an instance against its peers. */
  boolean accuseOutlier(Target target) {
    return target.state() == HealthState.HEALTHY && accused(target, EjectionReason.SUCCESS_RATE);
  }

  private boolean eject(Target target, EjectionReason reason, String why) {
    if (target.state() != HealthState.HEALTHY) {
      return false;
    }
    EjectionSpec spec = target.app().ejection();
    if (!target.app().limits(target.deployment()).allowOneMore(spec.maxEjectedPercent())) {
      around.observer().ejectionRefused(reason);
      return false;
    }
    long now = around.time().now();
    EjectionHistory before = target.ejections();
    long lasts = before.nextNanos(spec, now, around.random().nextDouble());
    target.ejected(before.ejected(spec, now, now + lasts), reason == EjectionReason.STALLED);
    around.observer().ejected(reason);
    String text = "%s; for %d s".formatted(why, Duration.ofNanos(lasts).toSeconds());
    return stands(target, target.standing().ejected(text, now + lasts));
  }

  private boolean stands(Target target, Standing next) {
    HealthState before = target.state();
    target.stands(next, around.time().wall().instant());
    if (next.state() == before) {
      return false;
    }
    around.observer().changed(target, before, next);
    // What was counted before the change says nothing of the time after it.
    target.ledger().judged();
    if (target.absent() && Fate.of(Sighting.VANISHED, next.state()) == Fate.GONE) {
      target.app().forgetAbsent(target, next.reason());
    }
    return true;
  }
}
