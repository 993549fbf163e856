package io.bellhop.agent.reconcile;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.DEPLOYMENT;
import static io.bellhop.agent.testing.Sample.slot;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.model.InstanceState;
import io.bellhop.model.launch.Claim;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reports what ends or does not start, and holds back. */
final class CrashTest extends ReconcilerCase {
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

  private void serveAfterACrash() {
    Observed first = serve(0, 101);
    reconciler.ended(ended(first, 3));
    holders.clear();
    loops.put(DEPLOYMENT, effects.loops.get(0));
    clock.advance(Duration.ofSeconds(1));
    serve(0, 102);
  }

  @Test
  void anInstanceThatServesForLongEndsTheCrashLoop() {
    serveAfterACrash();
    look();
    assertThat(effects.take()).isEmpty();
    clock.advance(Policy.DEFAULT.stableAfter());
    look();
    assertThat(effects.take()).containsExactly("recovered");
  }

  @Test
  void anInstanceThatServedUntilItWasNotWantedEndsTheCrashLoop() {
    serveAfterACrash();
    instances = 0;
    look();
    reconciler.drains(new Claim(slot(0), AGENT, 102));
    effects.take();
    clock.advance(Policy.DEFAULT.drainPause());
    look();
    assertThat(effects.take()).containsExactly("recovered", "stop c102");
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
    assertThat(reconciler.trouble()).hasValue("down");
    holders.clear();
    look();
    assertThat(effects.take()).isEmpty();
    clock.advance(Policy.DEFAULT.engineHoldOff());
    look();
    assertThat(effects.take()).containsExactly("claim 0");
  }

  @Test
  void aStartThatTheEngineRefusesLeavesOnlyItsOwnSlotToOthers() {
    instances = 2;
    reconciler.observed(List.of());
    look();
    Claim claim = hold(0, 101, InstanceState.STARTING);
    reconciler.claimed(claim);
    reconciler.startFailed(claim, new RuntimeFailure(FailureCode.ENGINE_REFUSED, "bad memory"));
    assertThat(reconciler.trouble()).isEmpty();
    holders.clear();
    instances = 3;
    effects.take();
    look();
    assertThat(effects.take()).containsExactly("claim 2");
  }
}
