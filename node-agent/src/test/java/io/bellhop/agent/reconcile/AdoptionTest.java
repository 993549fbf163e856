package io.bellhop.agent.reconcile;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.OTHER;
import static io.bellhop.agent.testing.Sample.slot;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.agent.runtime.Observed;
import io.bellhop.model.InstanceState;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.ExitReport.Reason;
import io.bellhop.model.launch.SlotHolder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Compares what is found to run with what is claimed. */
final class AdoptionTest extends ReconcilerCase {
  @Test
  void nothingIsDoneBeforeItIsKnownWhatRuns() {
    look();
    assertThat(effects.take()).isEmpty();
  }

  @Test
  void whatRunsAtTheStartIsTakenUpAndNotStartedAgain() {
    Observed running = running(0, 55);
    holders.put(slot(0), new SlotHolder(AGENT, 55, InstanceState.READY));
    reconciler.observed(List.of(running));
    look();
    assertThat(effects.take()).containsExactly("reclaim 0");
    reconciler.claimed(hold(0, 101, InstanceState.READY));
    assertThat(effects.take()).containsExactly("await c55");
  }

  @Test
  void whatRunsAtTheStartInASlotOfAnotherIsStopped() {
    Observed running = running(0, 55);
    reconciler.observed(List.of(running));
    look();
    holders.put(slot(0), new SlotHolder(OTHER, 60, InstanceState.READY));
    reconciler.claimRefused(slot(0));
    leaves("c55");
    assertThat(effects.take()).containsExactly("reclaim 0", "clients of c55", "stop c55");
    reconciler.ended(ended(running, 143));
    assertThat(effects.take()).containsExactly("remove c55");
  }

  @Test
  void whatRunsAtTheStartAndIsNotWantedIsStopped() {
    instances = 0;
    reconciler.observed(List.of(running(0, 55)));
    look();
    leaves("c55");
    assertThat(effects.take()).containsExactly("clients of c55", "stop c55");
  }

  @Test
  void whatRunsAtTheStartFromAnOlderRevisionIsStoppedAndStartedAnew() {
    revision = 2;
    reconciler.observed(List.of(running(0, 55)));
    look();
    leaves("c55");
    assertThat(effects.take()).containsExactly("claim 0", "clients of c55", "stop c55");
  }

  @Test
  void ofTwoInstancesOfOneSlotTheOlderIsStopped() {
    reconciler.observed(List.of(running(0, 55), running(0, 56)));
    look();
    leaves("c55");
    assertThat(effects.take()).containsExactly("reclaim 0", "clients of c55", "stop c55");
  }

  @Test
  void aStartThatWasGivenUpAndComesUpLateIsStopped() {
    serve(0, 101);
    reconciler.observed(List.of(running(0, 101), running(0, 99)));
    look();
    leaves("c99");
    assertThat(effects.take()).containsExactly("clients of c99", "stop c99");
  }

  @Test
  void aLostClaimIsClaimedAgainWithWhatRuns() {
    serve(0, 101);
    holders.clear();
    look();
    assertThat(effects.take()).containsExactly("reclaim 0");
  }

  @Test
  void aLostClaimOfWhatDoesNotListenYetIsHadAgainWithoutItsAddress() {
    list();
    look();
    Claim claim = hold(0, 101, InstanceState.STARTING);
    reconciler.claimed(claim);
    reconciler.started(claim, running(0, 101));
    effects.take();
    holders.clear();
    look();
    assertThat(effects.take()).containsExactly("claim 0");
    reconciler.claimed(hold(0, 102, InstanceState.STARTING));
    assertThat(effects.take()).containsExactly("await c101");
  }

  @Test
  void whatDidNotListenYetAtTheStartIsTakenUpWithoutItsAddress() {
    holders.put(slot(0), new SlotHolder(AGENT, 55, InstanceState.STARTING));
    list(running(0, 55));
    look();
    assertThat(effects.take()).containsExactly("claim 0");
    reconciler.claimed(hold(0, 101, InstanceState.STARTING));
    assertThat(effects.take()).containsExactly("await c55");
  }

  @Test
  void anInstanceThatVanishedFromTheRuntimeIsLost() {
    serve(0, 101);
    list();
    assertThat(effects.take()).containsExactly("release 0", "crash loop 1", "remove c101");
    assertThat(effects.reports.get(0).reason()).isEqualTo(Reason.LOST);
  }

  @Test
  void anInstanceThatAnEarlierLifeHadStoppedDidNotCrash() {
    holders.put(slot(0), new SlotHolder(AGENT, 55, InstanceState.DRAINING));
    reconciler.observed(List.of(ended(running(0, 55), 143)));
    look();
    assertThat(effects.take()).startsWith("release 0", "remove c55").doesNotContain("crash loop 1");
  }

  @Test
  void anInstanceThatAnEarlierLifeMadeAndDidNotStartIsNoCrash() {
    holders.put(slot(0), new SlotHolder(AGENT, 55, InstanceState.STARTING));
    Observed made = running(0, 55);
    Observed neverRan =
        new Observed(made.id(), slot(0), 55, 1, Optional.empty(), Instant.EPOCH, Optional.empty());
    reconciler.observed(List.of(ended(neverRan, 0)));
    look();
    assertThat(effects.take()).startsWith("release 0", "remove c55").doesNotContain("crash loop 1");
    assertThat(effects.reports.get(0).reason()).isEqualTo(Reason.NOT_STARTED);
  }

  @Test
  void anInstanceThatEndedWhileNoAgentLookedIsReported() {
    holders.put(slot(0), new SlotHolder(AGENT, 55, InstanceState.READY));
    reconciler.observed(List.of(ended(running(0, 55), 137)));
    look();
    assertThat(effects.take()).containsExactly("release 0", "crash loop 1", "remove c55");
    assertThat(effects.reports.get(0).signal()).hasValue(9);
  }
}
