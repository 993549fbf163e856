package io.bellhop.agent.reconcile;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.OTHER;
import static io.bellhop.agent.testing.Sample.slot;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.testing.Sample;
import io.bellhop.model.InstanceState;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.ExitReport.Reason;
import io.bellhop.model.launch.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Claims, publishes, drains and stops what is wanted and what is not. */
final class ReconcilerTest extends ReconcilerCase {
  @Test
  void aWantedSlotIsClaimedStartedAwaitedAndPublished() {
    reconciler.observed(List.of());
    look();
    assertThat(effects.take()).containsExactly("claim 0");
    Claim claim = hold(0, 101, InstanceState.STARTING);
    reconciler.claimed(claim);
    assertThat(effects.take()).containsExactly("start 0 g101");
    reconciler.started(claim, running(0, 101));
    assertThat(effects.take()).containsExactly("await c101");
    reconciler.listens(claim);
    assertThat(effects.take()).containsExactly("ready 0");
  }

  @Test
  void lookingAgainAsksForNothingTwice() {
    reconciler.observed(List.of());
    look();
    look();
    reconciler.claimed(hold(0, 101, InstanceState.STARTING));
    look();
    look();
    assertThat(effects.take()).containsExactly("claim 0", "start 0 g101");
  }

  @Test
  void aStoreThatIsAwayChangesNothing() {
    serve(0, 101);
    current = false;
    instances = 0;
    holders.clear();
    clock.advance(Duration.ofHours(1));
    look();
    assertThat(effects.take()).isEmpty();
  }

  @Test
  void anUnwantedInstanceDrainsBeforeItIsStopped() {
    Observed running = serve(0, 101);
    instances = 0;
    look();
    assertThat(effects.take()).containsExactly("drain 0");
    reconciler.drains(new Claim(slot(0), AGENT, 101));
    look();
    assertThat(effects.take()).isEmpty();
    clock.advance(Policy.DEFAULT.drainPause());
    look();
    assertThat(effects.take()).containsExactly("stop c101");
    reconciler.ended(ended(running, 143));
    assertThat(effects.take()).containsExactly("release 0", "remove c101");
    assertThat(effects.reports.get(0).reason()).isEqualTo(Reason.STOPPED);
  }

  @Test
  void whatTheStoreStillWantsIsNotStopped() {
    serve(0, 101);
    instances = 0;
    look();
    clock.advance(Policy.DEFAULT.drainPause());
    look();
    clock.advance(Policy.DEFAULT.drainPause());
    assertThat(effects.take()).containsExactly("drain 0", "drain 0");
    instances = 1;
    look();
    assertThat(effects.take()).containsExactly("ready 0");
  }

  @Test
  void anInstanceThatIsWantedAgainWhileItDrainsGoesOn() {
    serve(0, 101);
    instances = 0;
    look();
    instances = 1;
    look();
    clock.advance(Duration.ofMinutes(1));
    look();
    assertThat(effects.take()).containsExactly("drain 0", "ready 0");
  }

  @Test
  void aStopThatIsNotHeardOfAgainIsRepeated() {
    serve(0, 101);
    instances = 0;
    look();
    reconciler.drains(new Claim(slot(0), AGENT, 101));
    clock.advance(Policy.DEFAULT.drainPause());
    look();
    effects.take();
    look();
    assertThat(effects.take()).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    look();
    assertThat(effects.take()).containsExactly("stop c101");
  }

  @Test
  void aBoardFromBeforeTheClaimTakesNothingAway() {
    reconciler.observed(List.of());
    look();
    Claim claim = new Claim(slot(0), AGENT, 101);
    reconciler.claimed(claim);
    reconciler.started(claim, running(0, 101));
    reconciler.listens(claim);
    effects.take();
    look();
    assertThat(effects.take()).isEmpty();
  }

  @Test
  void whatCouldNotBePublishedIsPublishedLater() {
    serve(0, 101);
    reconciler.publishFailed(new Claim(slot(0), AGENT, 101));
    look();
    look();
    assertThat(effects.take()).containsExactly("ready 0");
  }

  @Test
  void nothingIsClaimedBeyondTheCapacity() {
    agents.set(0, Sample.agent(AGENT, new Resources(2, 1L << 40, 100_000)));
    instances = 5;
    reconciler.observed(List.of());
    look();
    assertThat(effects.take()).containsExactly("claim 0", "claim 1");
    assertThat(reconciler.shortfalls()).hasSize(3);
    assertThat(reconciler.shortfalls().get(0).message())
        .contains("no agent has room for size M", "add an agent");
  }

  @Test
  void theMoreLoadedAgentLeavesTheSlotToTheOtherForAWhile() {
    serve(0, 101);
    agents.add(Sample.agent(OTHER, Sample.ROOMY));
    instances = 2;
    look();
    assertThat(effects.take()).isEmpty();
    clock.advance(Policy.DEFAULT.rankDelay());
    look();
    assertThat(effects.take()).containsExactly("claim 1");
  }

  @Test
  void oneOffRunsTakeRoomToo() {
    agents.set(0, Sample.agent(AGENT, new Resources(2, 1L << 40, 100_000)));
    runs = new Resources(1, 0, 0);
    instances = 2;
    reconciler.observed(List.of());
    look();
    assertThat(effects.take()).containsExactly("claim 0");
    assertThat(reconciler.shortfalls()).hasSize(1);
  }

  @Test
  void anAgentFullOfRunsIsNotWaitedFor() {
    serve(0, 101);
    agents.add(Sample.agent(OTHER, Sample.ROOMY).withLoad(Resources.NONE, new Resources(99, 0, 0)));
    instances = 2;
    look();
    assertThat(effects.take()).containsExactly("claim 1");
  }

  @Test
  void anAgentInTroubleIsTheLastToBeLeftASlot() {
    serve(0, 101);
    agents.add(Sample.agent(OTHER, Sample.ROOMY).withTrouble(Optional.of("its disk is full")));
    instances = 2;
    look();
    assertThat(effects.take()).containsExactly("claim 1");
  }

  @Test
  void aRetiredAgentStopsWhatItRunsAndClaimsNothing() {
    serve(0, 101);
    instances = 3;
    reconciler.retire();
    look();
    clock.advance(Policy.DEFAULT.drainPause());
    look();
    assertThat(effects.take()).containsExactly("draining 0", "stop c101");
  }
}
