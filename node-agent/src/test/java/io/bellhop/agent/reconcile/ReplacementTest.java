package io.bellhop.agent.reconcile;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.slot;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.agent.testing.Sample;
import io.bellhop.model.InstanceState;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.ExitReport.Reason;
import io.bellhop.model.launch.Resources;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Replaces an instance by one of another revision, without parting its clients from it. */
final class ReplacementTest extends ReconcilerCase {
  private static final RuntimeId OLD = new RuntimeId("c101");

  /** What served in slot 0 until another revision was wanted there, and routers moved away. */
  private Observed replaced() {
    Observed running = serve(0, 101);
    revision = 2;
    look();
    reconciler.drains(new Claim(slot(0), AGENT, 101));
    pass(Policy.DEFAULT.drainPause());
    assertThat(effects.take()).containsExactly("drain 0", "clients of c101");
    return running;
  }

  private void pass(Duration time) {
    clock.advance(time);
    look();
  }

  private void connected(int clients) {
    reconciler.clients(OLD, OptionalInt.of(clients));
    look();
  }

  @Test
  void whereNobodyIsConnectedItsSlotIsKeptUntilItIsGone() {
    Observed running = replaced();
    connected(0);
    assertThat(effects.take()).containsExactly("stop c101");
    reconciler.ended(ended(running, 143));
    holders.clear();
    look();
    assertThat(effects.take()).containsExactly("release 0", "remove c101", "claim 0");
    assertThat(effects.reports.get(0).reason()).isEqualTo(Reason.STOPPED);
  }

  @Test
  void oneWithClientsGivesWayAndGoesOnBesideWhatReplacesIt() {
    Observed running = replaced();
    connected(1);
    assertThat(effects.take()).containsExactly("free 0", "claim 0");
    reconciler.claimed(hold(0, 150, InstanceState.STARTING));
    pass(Policy.DEFAULT.drainPause());
    assertThat(effects.take()).containsExactly("start 0 g150", "clients of c101");
    assertThat(reconciler.load().instances()).isEqualTo(2);
    connected(0);
    reconciler.ended(ended(running, 143));
    assertThat(effects.take()).containsExactly("stop c101", "release 0", "remove c101");
  }

  @Test
  void whatIsWantedAgainBeforeItsSlotIsAnothersIsTakenBack() {
    Observed unused = replaced();
    revision = 1;
    connected(1);
    assertThat(effects.take()).containsExactly("reclaim 0");
  }

  @Test
  void whereThereIsNoRoomForBothItGivesWayWithoutWaitingForAllItsClients() {
    agents.set(0, Sample.agent(AGENT, new Resources(1, 1L << 40, 100_000)));
    Observed unused = replaced();
    connected(2);
    assertThat(effects.take()).containsExactly("free 0");
    assertThat(reconciler.shortfalls()).hasSize(1);
    pass(Policy.DEFAULT.unseenDrain().minus(Policy.DEFAULT.drainPause()).minusMillis(1));
    assertThat(effects.take()).containsExactly("clients of c101");
    pass(Policy.DEFAULT.drainPause());
    assertThat(effects.take()).containsExactly("cut c101", "stop c101");
    Cut cut = effects.cuts.get(0);
    assertThat(cut.code()).isEqualTo(CutCode.NO_ROOM);
    assertThat(cut.connected()).hasValue(2);
    assertThat(cut.drained()).isGreaterThanOrEqualTo(Policy.DEFAULT.unseenDrain());
  }

  @Test
  void anAgentThatIsBackTakesUpTheNewOneAndLetsTheOldOneLeave() {
    Observed before = running(0, 101);
    revision = 2;
    Observed after =
        new Observed(
            new RuntimeId("c150"),
            slot(0),
            150,
            2,
            before.address(),
            clock.instant(),
            before.ending());
    Claim unused = hold(0, 150, InstanceState.READY);
    reconciler.observed(List.of(before, after));
    look();
    assertThat(effects.take()).containsExactly("reclaim 0");
    assertThat(reconciler.phases()).containsEntry(slot(0), "claiming");
    pass(Policy.DEFAULT.drainPause());
    assertThat(effects.take()).containsExactly("clients of c101");
  }

  @Test
  void oneThatIsFoundOfAnEarlierRevisionIsSeenToDrainBeforeItsSlotIsAnothers() {
    Observed before = running(0, 101);
    revision = 2;
    Claim unused = hold(0, 101, InstanceState.READY);
    reconciler.observed(List.of(before));
    look();
    assertThat(effects.take()).containsExactly("draining 0");
    pass(Policy.DEFAULT.drainPause());
    connected(1);
    assertThat(effects.take()).containsExactly("clients of c101", "free 0", "claim 0");
  }

  @Test
  void oneOfSeveralThatIsNoLongerWantedKeepsItsSlotAsNobodyElseIsToHaveIt() {
    instances = 2;
    Observed unused = serve(0, 90);
    serve(1, 101);
    instances = 1;
    look();
    reconciler.drains(new Claim(slot(1), AGENT, 101));
    pass(Policy.DEFAULT.drainPause());
    connected(1);
    pass(Policy.DEFAULT.drainPause());
    connected(0);
    assertThat(effects.take())
        .containsExactly("drain 1", "clients of c101", "clients of c101", "stop c101");
  }
}
