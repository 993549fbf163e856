package io.bellhop.agent.runs;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.agent.testing.ManualClock;
import io.bellhop.agent.testing.Sample;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunBoard;
import io.bellhop.model.run.RunClaimOutcome;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Takes runs on a board and a clock that the test sets. */
final class RunReconcilerTest {
  private static final RunKey KEY = new RunKey(APP, new RunId("one"));

  private final ManualClock clock = new ManualClock();
  private final RecordedRunEffects effects = new RecordedRunEffects();
  private final RunReconciler reconciler =
      new RunReconciler(
          new RunHost(AGENT, "process", Map.of(), new Resources(2, 1L << 40, 100_000)),
          clock,
          effects);
  private Run run =
      Run.queued(
          KEY,
          new RunSpec(Optional.empty(), Sample.shell("true"), Duration.ofMinutes(5)),
          "",
          clock.instant());

  @BeforeEach
  void begin() {
    reconciler.observed(List.of());
  }

  private void look(int instances) {
    Resources given = new Resources(instances, 0, 0);
    reconciler.reconcile(new RunBoard(true, Map.of(APP, List.of(run)), Map.of(KEY, AGENT)), given);
  }

  private Observed running() {
    return new Observed(
        new RuntimeId("c1"),
        LaunchOrder.slotOf(KEY),
        0,
        0,
        Optional.empty(),
        clock.instant(),
        Optional.empty());
  }

  private void claimIt() {
    look(0);
    clock.advance(Duration.ofSeconds(1));
    look(0);
    run = run.claimed(AGENT, clock.instant());
    reconciler.claimed(KEY, new RunClaimOutcome.Granted(run));
    assertThat(effects.take()).containsExactly("claim one", "start one");
  }

  @Test
  void aRunThatTheListMetHalfStartedHasNotEnded() {
    claimIt();
    reconciler.listing();
    Observed running = running();
    reconciler.started(KEY, running);
    effects.take();
    reconciler.observed(List.of(running.vanished(clock.instant())));
    look(0);
    assertThat(effects.take()).isEmpty();
  }

  @Test
  void aRunThatStartedWhileTheListWasReadIsNotMissedInIt() {
    claimIt();
    reconciler.listing();
    reconciler.started(KEY, running());
    reconciler.observed(List.of());
    look(0);
    assertThat(effects.take()).containsExactly("running one");
  }

  @Test
  void aRunThatVanishedIsLost() {
    claimIt();
    reconciler.started(KEY, running());
    reconciler.listing();
    reconciler.observed(List.of());
    assertThat(effects.take()).containsExactly("running one", "report one: Lost");
  }

  @Test
  void aRunIsNotTakenWhereInstancesLeaveNoRoom() {
    look(2);
    clock.advance(Duration.ofSeconds(1));
    look(2);
    assertThat(effects.take()).isEmpty();
    look(1);
    clock.advance(Duration.ofSeconds(1));
    look(1);
    assertThat(effects.take()).containsExactly("claim one");
  }
}
