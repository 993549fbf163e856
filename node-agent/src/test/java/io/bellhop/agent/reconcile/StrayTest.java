package io.bellhop.agent.reconcile;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.OTHER;
import static io.bellhop.agent.testing.Sample.slot;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.model.InstanceState;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.ExitReport.Reason;
import io.bellhop.model.launch.SlotHolder;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Parts with instances whose slot is lost, without parting their clients from them. */
final class StrayTest extends ReconcilerCase {
  private static final RuntimeId LOST = new RuntimeId("c101");

  /** What served in slot 0 until another agent took that. */
  private Observed lost() {
    Observed running = serve(0, 101);
    holders.put(slot(0), new SlotHolder(OTHER, 150, InstanceState.READY));
    asOf = 150;
    look();
    reconciler.claimRefused(slot(0));
    look();
    assertThat(effects.take()).containsExactly("reclaim 0");
    return running;
  }

  private void pass(Duration time) {
    clock.advance(time);
    look();
  }

  @Test
  void anInstanceWhoseSlotAnotherTookOverIsStoppedWhenNobodyIsConnected() {
    Observed running = lost();
    pass(Policy.DEFAULT.drainPause());
    assertThat(effects.take()).containsExactly("clients of c101");
    reconciler.clients(LOST, OptionalInt.of(0));
    assertThat(effects.take()).containsExactly("stop c101");
    reconciler.ended(ended(running, 143));
    assertThat(effects.take()).containsExactly("remove c101");
    assertThat(reconciler.settled()).isTrue();
  }

  @Test
  void anInstanceWithClientsGoesOnUntilTheyAreGone() {
    Observed unused = lost();
    for (int i = 0; i < 100; i++) {
      pass(Policy.DEFAULT.drainPause());
      reconciler.clients(LOST, OptionalInt.of(1));
    }
    assertThat(effects.take()).hasSize(100).containsOnly("clients of c101");
    assertThat(reconciler.phases()).containsEntry(slot(0), "leaving");
    assertThat(reconciler.load().instances()).isEqualTo(1);
    pass(Policy.DEFAULT.drainPause());
    reconciler.clients(LOST, OptionalInt.of(0));
    assertThat(effects.take()).containsExactly("clients of c101", "stop c101");
  }

  @Test
  void clientsThatNeverLeaveAreWaitedForNoLongerThanRoutersGiveThemAndThatIsTold() {
    Observed unused = lost();
    pass(Policy.DEFAULT.strayDrain().minusMillis(1));
    reconciler.clients(LOST, OptionalInt.of(3));
    assertThat(effects.take()).containsExactly("clients of c101");
    pass(Policy.DEFAULT.drainPause());
    assertThat(effects.take()).containsExactly("cut c101", "stop c101");
    assertThat(effects.cuts.get(0).code()).isEqualTo(CutCode.DRAIN_TIMEOUT);
    assertThat(effects.cuts.get(0).connected()).hasValue(3);
  }

  @Test
  void whereClientsCannotBeSeenTheyAreGivenTime() {
    Observed unused = lost();
    pass(Policy.DEFAULT.drainPause());
    reconciler.clients(LOST, OptionalInt.empty());
    assertThat(effects.take()).containsExactly("clients of c101");
    pass(Policy.DEFAULT.unseenDrain());
    reconciler.clients(LOST, OptionalInt.empty());
    assertThat(effects.take()).containsExactly("clients of c101", "cut c101", "stop c101");
    assertThat(effects.cuts.get(0).code()).isEqualTo(CutCode.CLIENTS_UNSEEN);
  }

  @Test
  void aSlotThatIsFreeAgainIsClaimedWithWhatStillRunsInIt() {
    Observed unused = lost();
    holders.clear();
    pass(Policy.DEFAULT.claimHoldOff());
    assertThat(effects.take()).containsExactly("reclaim 0");
    reconciler.claimed(hold(0, 160, InstanceState.READY));
    assertThat(effects.take()).containsExactly("await c101");
  }

  @Test
  void aStopThatIsNotHeardOfIsRepeated() {
    Observed unused = lost();
    leaves("c101");
    effects.take();
    pass(Policy.DEFAULT.stopMargin());
    assertThat(effects.take()).isEmpty();
    pass(Policy.DEFAULT.strayGrace());
    assertThat(effects.take()).containsExactly("stop c101");
  }

  @Test
  void oneThatVanishedIsForgotten() {
    Observed unused = lost();
    list();
    assertThat(effects.take()).containsExactly("remove c101");
    assertThat(reconciler.settled()).isTrue();
  }

  @Test
  void anAgentThatRetiresStopsThemAtOnce() {
    Observed unused = lost();
    reconciler.retire();
    pass(Policy.DEFAULT.drainPause());
    assertThat(effects.take()).containsExactly("stop c101");
  }

  @Test
  void routersThatGoByTheClaimOfAnEarlierLifeAreToldThatItDrains() {
    instances = 0;
    Observed running = running(0, 55);
    holders.put(slot(0), new SlotHolder(AGENT, 55, InstanceState.READY));
    reconciler.observed(List.of(running));
    look();
    assertThat(effects.take()).containsExactly("draining 0");
    leaves("c55");
    reconciler.ended(ended(running, 143));
    assertThat(effects.take())
        .containsExactly("clients of c55", "stop c55", "release 0", "remove c55");
    assertThat(effects.reports.get(0).reason()).isEqualTo(Reason.STOPPED);
  }

  @Test
  void aStartThatWasGivenUpHasNoClientsToWaitFor() {
    reconciler.observed(List.of());
    look();
    Claim claim = hold(0, 101, InstanceState.STARTING);
    reconciler.started(claim, running(0, 101));
    assertThat(effects.take()).containsExactly("claim 0", "stop c101");
  }

  @Test
  void aClaimThatIsLostWhileNobodyCouldBeToldOfTheDrainIsHadAgain() {
    Observed unused = serve(0, 101);
    instances = 0;
    look();
    holders.clear();
    pass(Policy.DEFAULT.drainPause());
    reconciler.claimRefused(slot(0));
    leaves("c101");
    assertThat(effects.take())
        .containsExactly("drain 0", "reclaim 0", "clients of c101", "stop c101");
  }

  @Test
  void whatEndedBeforeItCouldBeClaimedAgainIsNotTakenForRunning() {
    Observed running = running(0, 55);
    reconciler.observed(List.of(running));
    look();
    current = false;
    reconciler.claimFailed(slot(0));
    reconciler.ended(ended(running, 3));
    current = true;
    look();
    assertThat(effects.take())
        .containsExactly("reclaim 0", "release 0", "crash loop 1", "remove c55");
  }
}
