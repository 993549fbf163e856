package io.bellhop.config.coordinate.step;

import io.bellhop.config.coordinate.step.Step.Change;
import io.bellhop.config.coordinate.step.Step.Wait;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.Traffic;
import io.bellhop.model.rollout.CanaryStep;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutCommand;
import io.bellhop.model.rollout.RolloutDeadlines;
import io.bellhop.model.rollout.RolloutDirection;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutOutcome;
import io.bellhop.model.rollout.RolloutPhase;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;

/** What each phase waits for, and what comes after it. */
final class Phases {
  private final Snapshot at;
  private final Rollout rollout;
  private final Ends ends;
  private final RolloutDeadlines deadlines;

  Phases(Snapshot at, Rollout rollout) {
    this.at = at;
    this.rollout = rollout;
    this.ends = new Ends(at);
    this.deadlines = rollout.options().deadlines();
  }

  Step next() {
    return switch (rollout.phase()) {
      case LAUNCH -> prepared(Need.INSTANCES, RolloutPhase.VERIFY, deadlines.verify());
      case VERIFY -> prepared(Need.HEALTHY, RolloutPhase.WARM, deadlines.warm());
      case WARM -> warmed();
      case ACKNOWLEDGE -> acknowledged();
      case CANARY -> held();
      case DRAIN -> drained();
      case CUT -> cut();
      case KEEP -> kept();
    };
  }

  // LAUNCH ──▶ VERIFY ──▶ WARM, or failed
  private Step prepared(Need need, RolloutPhase next, Duration time) {
    Barrier barrier = Barrier.ofThoseHere(at, rollout, need);
    if (barrier.isOpen()) {
      return change(draft().enter(next, at.nowMillis(), Optional.of(time)));
    }
    return isOver() ? failed(barrier) : new Wait(rollout.deadlineMillis());
  }

  // WARM ──switch──▶ ACKNOWLEDGE, or failed
  private Step warmed() {
    Barrier warm = Barrier.ofThoseHere(at, rollout, Need.WARMED);
    if (warm.isOpen()) {
      return switchForward("");
    }
    if (!isOver()) {
      return new Wait(rollout.deadlineMillis());
    }
    Barrier healthy = Barrier.ofThoseHere(at, rollout, Need.HEALTHY);
    return healthy.isOpen() ? switchForward(late(warm)) : failed(healthy);
  }

  private Step failed(Barrier barrier) {
    return ends.beforeSwitch(draft().note(late(barrier)).done(), RolloutOutcome.FAILED);
  }

  /** {@code 2 of 3 instances healthy on router r1 after 60 s}. */
  private String late(Barrier barrier) {
    long millis = at.nowMillis() - rollout.phaseSinceMillis();
    return millis < 1_000
        ? "%s after %d ms".formatted(barrier.why(), millis)
        : "%s after %d s".formatted(barrier.why(), millis / 1_000);
  }

  private Change switchForward(String note) {
    boolean nothingServed = Weights.serving(rollout.before()).isEmpty();
    int step = nothingServed ? rollout.options().canary().size() + 1 : rollout.step() + 1;
    return switchTo(
        Weights.atStep(rollout, step), RolloutDirection.FORWARD, step, draft().note(note));
  }

  // KEEP ──▶ DRAIN; what was drained may have served again meanwhile
  Rollout adopt(long epoch) {
    Draft draft = draft().epoch(epoch);
    return rollout.phase() == RolloutPhase.KEEP
        ? draft
            .members(Members.atSwitch(rollout, at))
            .enter(RolloutPhase.DRAIN, at.nowMillis(), Optional.of(deadlines.drain()))
            .done()
        : draft.done();
  }

  boolean canTurnBack() {
    return rollout.direction() == RolloutDirection.FORWARD
        && !Weights.serving(rollout.before()).isEmpty();
  }

  // any phase after a switch ──back──▶ ACKNOWLEDGE
  Change turnBack(String why) {
    return switchTo(rollout.before(), RolloutDirection.BACK, 1, draft().note(why));
  }

  private Change switchTo(
      SortedMap<DeploymentName, Integer> weights,
      RolloutDirection direction,
      int step,
      Draft draft) {
    Traffic next = at.traffic().reweighted(weights);
    draft
        .switched(next, direction, step, at.nowMillis())
        .members(Members.atSwitch(rollout, at))
        .enter(RolloutPhase.ACKNOWLEDGE, at.nowMillis(), Optional.of(deadlines.acknowledge()));
    // Nothing that was read before the switch says anything about the time after it.
    return written(draft.done()).withTraffic(next);
  }

  // ACKNOWLEDGE ──▶ CANARY | DRAIN
  private Step acknowledged() {
    Barrier barrier = Barrier.ofAll(at, rollout, Need.EPOCH);
    if (!barrier.isOpen() && !isOver()) {
      return new Wait(Math.min(rollout.deadlineMillis(), barrier.nextFenceMillis()));
    }
    Draft draft = draft().note(barrier.isOpen() ? "" : late(barrier));
    if (rollout.isFullySwitched()) {
      return change(
          draft.enter(RolloutPhase.DRAIN, at.nowMillis(), Optional.of(deadlines.drain())));
    }
    CanaryStep step = rollout.options().canary().get(rollout.step() - 1);
    return change(draft.enter(RolloutPhase.CANARY, at.nowMillis(), step.hold()));
  }

  // CANARY ──switch──▶ ACKNOWLEDGE
  private Step held() {
    boolean promoted = rollout.requested().equals(Optional.of(RolloutCommand.PROMOTE));
    return promoted || isOver() ? switchForward("") : new Wait(rollout.deadlineMillis());
  }

  // DRAIN ──▶ KEEP | ended, or CUT
  private Step drained() {
    Barrier barrier = Barrier.ofAll(at, rollout, Need.IDLE);
    if (barrier.isOpen()) {
      return afterDrain(barrier);
    }
    return isOver()
        ? change(draft().enter(RolloutPhase.CUT, at.nowMillis(), Optional.of(deadlines.cut())))
        : new Wait(Math.min(rollout.deadlineMillis(), barrier.nextFenceMillis()));
  }

  // CUT ──▶ KEEP | ended
  private Step cut() {
    Barrier barrier = Barrier.ofAll(at, rollout, Need.CUT);
    return barrier.isOpen() || isOver()
        ? afterDrain(barrier)
        : new Wait(Math.min(rollout.deadlineMillis(), barrier.nextFenceMillis()));
  }

  private Step afterDrain(Barrier barrier) {
    Draft draft = draft().drain(Drains.report(at, rollout, barrier));
    if (rollout.direction() == RolloutDirection.BACK) {
      return ends.switched(draft.done(), RolloutOutcome.ROLLED_BACK);
    }
    Duration keep = rollout.options().keepPrevious();
    return keep.isZero() || rollout.retiring().isEmpty()
        ? ends.switched(draft.done(), RolloutOutcome.COMPLETED)
        : change(draft.enter(RolloutPhase.KEEP, at.nowMillis(), Optional.of(keep)));
  }

  // KEEP ──▶ ended
  private Step kept() {
    return isOver() || !at.log().queued().isEmpty()
        ? ends.switched(rollout, RolloutOutcome.COMPLETED)
        : new Wait(rollout.deadlineMillis());
  }

  private boolean isOver() {
    return at.nowMillis() >= rollout.deadlineMillis();
  }

  private Draft draft() {
    return new Draft(rollout);
  }

  /** Enters a phase; one whose need is met already is passed through by the same transaction. */
  private Change change(Draft draft) {
    Rollout entered = draft.done();
    Step further = new Phases(at, entered).next();
    return further instanceof Change change ? change : written(entered);
  }

  private Change written(Rollout next) {
    return Change.of(
        new RolloutLog(
            at.log().lastNumber(), Optional.of(next), at.log().queued(), at.log().history()));
  }
}
