package io.bellhop.agent.reconcile;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.DEPLOYMENT;
import static io.bellhop.agent.testing.Sample.OTHER;
import static io.bellhop.agent.testing.Sample.slot;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.agent.runtime.Ending;
import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.agent.testing.ManualClock;
import io.bellhop.agent.testing.Sample;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.InstanceState;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.ExitReport.Reason;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.launch.SlotBoard;
import io.bellhop.model.launch.SlotHolder;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.launch.WantedDeployment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ReconcilerTest {
  private final ManualClock clock = new ManualClock();
  private final RecordedEffects effects = new RecordedEffects();
  private final Reconciler reconciler = new Reconciler(AGENT, clock, Policy.DEFAULT, effects);
  private final Map<SlotKey, SlotHolder> holders = new TreeMap<>();
  private final Map<DeploymentKey, CrashLoop> loops = new TreeMap<>();
  private final List<AgentInfo> agents =
      new ArrayList<>(List.of(Sample.agent(AGENT, Sample.ROOMY)));
  private int instances = 1;
  private long revision = 1;
  private long asOf = 100;
  private boolean current = true;

  private void look() {
    WantedDeployment wanted =
        new WantedDeployment(DEPLOYMENT, Sample.shell("true"), instances, revision);
    reconciler.reconcile(new SlotBoard(current, asOf, List.of(wanted), holders, agents, loops));
  }

  private Observed running(int index, long generation) {
    return new Observed(
        new RuntimeId("c" + generation),
        slot(index),
        generation,
        1,
        Optional.of(new BackendAddress("10.0.0.5", 8080)),
        clock.instant(),
        Optional.empty());
  }

  private Observed ended(Observed instance, int code) {
    Ending ending = new Ending(OptionalInt.of(code), false, clock.instant(), List.of("last words"));
    return new Observed(
        instance.id(),
        instance.slot(),
        instance.generation(),
        instance.revision(),
        instance.address(),
        instance.startedAt(),
        Optional.of(ending));
  }

  private Claim hold(int index, long generation, InstanceState state) {
    asOf = Math.max(asOf, generation);
    holders.put(slot(index), new SlotHolder(AGENT, generation, state));
    return new Claim(slot(index), AGENT, generation);
  }

  private Observed serve(int index, long generation) {
    reconciler.observed(List.of());
    look();
    Claim claim = hold(index, generation, InstanceState.READY);
    Observed running = running(index, generation);
    reconciler.claimed(claim);
    reconciler.started(claim, running);
    reconciler.listens(claim);
    effects.take();
    return running;
  }

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
  void nothingIsDoneBeforeItIsKnownWhatRuns() {
    look();
    assertThat(effects.take()).isEmpty();
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
    reconciler.claimRefused(slot(0));
    assertThat(effects.take()).containsExactly("reclaim 0", "stop c55");
    reconciler.ended(ended(running, 143));
    assertThat(effects.take()).containsExactly("remove c55");
  }

  @Test
  void whatRunsAtTheStartAndIsNotWantedIsStopped() {
    instances = 0;
    reconciler.observed(List.of(running(0, 55)));
    look();
    assertThat(effects.take()).containsExactly("stop c55");
  }

  @Test
  void whatRunsAtTheStartFromAnOlderRevisionIsStoppedAndStartedAnew() {
    revision = 2;
    reconciler.observed(List.of(running(0, 55)));
    look();
    assertThat(effects.take()).containsExactly("stop c55", "claim 0");
  }

  @Test
  void aSecondInstanceOfOneSlotIsStopped() {
    reconciler.observed(List.of(running(0, 55), running(0, 56)));
    look();
    assertThat(effects.take()).containsExactly("reclaim 0", "stop c56");
  }

  @Test
  void aStartThatWasGivenUpAndComesUpLateIsStopped() {
    serve(0, 101);
    reconciler.observed(List.of(running(0, 101), running(0, 99)));
    look();
    assertThat(effects.take()).containsExactly("stop c99");
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
  void aCrashIsReportedAndHoldsTheNextStartBack() {
    Observed running = serve(0, 101);
    reconciler.ended(ended(running, 3));
    holders.clear();
    assertThat(effects.take()).containsExactly("release 0", "crash loop 1", "remove c101");
    assertThat(effects.reports.get(0).message())
        .isEqualTo("instance shop/v1/0 exited with code 3: see its last lines");
    assertThat(effects.reports.get(0).lastLines()).containsExactly("last words");
    look();
    assertThat(effects.take()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    look();
    assertThat(effects.take()).containsExactly("claim 0");
  }

  @Test
  void anEndIsCountedOnceHoweverOftenItIsTold() {
    Observed running = serve(0, 101);
    reconciler.ended(ended(running, 3));
    reconciler.ended(ended(running, 3));
    assertThat(effects.loops).hasSize(1);
  }

  @Test
  void crashesOfAnotherAgentHoldThisOneBackToo() {
    Observed running = serve(0, 101);
    reconciler.ended(ended(running, 3));
    loops.put(DEPLOYMENT, effects.loops.get(0).next(effects.reports.get(0), clock.instant()));
    holders.clear();
    effects.take();
    look();
    assertThat(effects.take()).isEmpty();
  }

  @Test
  void anotherRevisionOfACrashingDeploymentStartsAtOnce() {
    Observed running = serve(0, 101);
    reconciler.ended(ended(running, 3));
    holders.clear();
    effects.take();
    revision = 2;
    look();
    assertThat(effects.take()).containsExactly("claim 0");
  }

  @Test
  void anInstanceThatServesForLongEndsTheCrashLoop() {
    Observed first = serve(0, 101);
    reconciler.ended(ended(first, 3));
    holders.clear();
    loops.put(DEPLOYMENT, effects.loops.get(0));
    clock.advance(Duration.ofSeconds(1));
    serve(0, 102);
    look();
    assertThat(effects.take()).isEmpty();
    clock.advance(Policy.DEFAULT.stableAfter());
    look();
    assertThat(effects.take()).containsExactly("recovered");
  }

  @Test
  void anInstanceThatNeverListensIsStoppedAndCountsAsACrash() {
    reconciler.observed(List.of());
    look();
    Claim claim = hold(0, 101, InstanceState.STARTING);
    reconciler.claimed(claim);
    reconciler.started(claim, running(0, 101));
    reconciler.neverListened(claim);
    assertThat(effects.take()).endsWith("await c101", "stop c101");
    reconciler.ended(ended(running(0, 101), 143));
    assertThat(effects.take()).containsExactly("release 0", "crash loop 1", "remove c101");
    assertThat(effects.reports.get(0).message())
        .contains("did not listen on port 8080 within 20000 ms", "$PORT");
  }

  @Test
  void aMissingImageCountsAsACrashWithItsMessage() {
    reconciler.observed(List.of());
    look();
    Claim claim = hold(0, 101, InstanceState.STARTING);
    reconciler.claimed(claim);
    reconciler.startFailed(claim, new RuntimeFailure(FailureCode.IMAGE_MISSING, "no image"));
    assertThat(effects.take()).endsWith("release 0", "crash loop 1");
    assertThat(effects.reports.get(0).message()).isEqualTo("no image");
  }

  @Test
  void anEngineThatIsDownLeavesTheSlotToOthersAndIsNotTheAppsFault() {
    reconciler.observed(List.of());
    look();
    Claim claim = hold(0, 101, InstanceState.STARTING);
    reconciler.claimed(claim);
    reconciler.startFailed(claim, new RuntimeFailure(FailureCode.ENGINE_DOWN, "down"));
    assertThat(effects.take()).endsWith("release 0");
    assertThat(effects.loops).isEmpty();
    holders.clear();
    look();
    assertThat(effects.take()).isEmpty();
    clock.advance(Policy.DEFAULT.engineHoldOff());
    look();
    assertThat(effects.take()).containsExactly("claim 0");
  }

  @Test
  void aLostClaimIsClaimedAgainWithWhatRuns() {
    serve(0, 101);
    holders.clear();
    look();
    assertThat(effects.take()).containsExactly("reclaim 0");
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
  void aSlotThatAnotherTookOverMeanwhileIsGivenUp() {
    Observed running = serve(0, 101);
    holders.put(slot(0), new SlotHolder(OTHER, 150, InstanceState.READY));
    asOf = 150;
    look();
    reconciler.claimRefused(slot(0));
    assertThat(effects.take()).containsExactly("reclaim 0", "stop c101");
    reconciler.ended(ended(running, 143));
    look();
    assertThat(effects.take()).containsExactly("remove c101");
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
  void anInstanceThatVanishedFromTheRuntimeIsLost() {
    serve(0, 101);
    reconciler.observed(List.of());
    assertThat(effects.take()).containsExactly("release 0", "crash loop 1", "remove c101");
    assertThat(effects.reports.get(0).reason()).isEqualTo(Reason.LOST);
  }

  @Test
  void anInstanceThatEndedWhileNoAgentLookedIsReported() {
    holders.put(slot(0), new SlotHolder(AGENT, 55, InstanceState.READY));
    reconciler.observed(List.of(ended(running(0, 55), 137)));
    look();
    assertThat(effects.take()).containsExactly("release 0", "crash loop 1", "remove c55");
    assertThat(effects.reports.get(0).signal()).hasValue(9);
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
