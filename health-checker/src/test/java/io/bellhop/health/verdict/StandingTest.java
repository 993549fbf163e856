package io.bellhop.health.verdict;

import static io.bellhop.health.verdict.Bench.FAIL;
import static io.bellhop.health.verdict.Bench.PASS;
import static io.bellhop.health.verdict.Bench.STRANGER;
import static io.bellhop.health.verdict.Bench.V1;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.CheckSpec;
import io.bellhop.model.HealthSpec;
import io.bellhop.model.Instance;
import io.bellhop.model.health.HealthState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final HealthSpec TCP = HealthSpec.DEFAULT.withCheck(new CheckSpec.Tcp());

  private final Bench bench = new Bench();
  private final Instance a = Bench.instance("a", 1);
  private final Instance b = Bench.instance("b", 2);

  @Test
  void aNewInstanceTakesNoRequestsBeforeItsFirstPass() {
    bench.registered(V1, a).told();
    assertThat(bench.serves(a)).isFalse();
    assertThat(bench.state(a)).isEqualTo(HealthState.UNKNOWN);
    bench.probe(a, PASS);
    assertThat(bench.serves(a)).isTrue();
  }

  @Test
  void whoPassedTheGateIsProbedNoMore() {
    bench.registered(V1, a).up(a);
    assertThat(bench.resting(a)).isTrue();
  }

  @Test
  void oneThatNeverWasUpIsProbedOftenThenLessAndLess() {
    bench.registered(V1, a).told();
    assertThat(bench.plan(a).delay()).isZero();
    bench.probe(a, FAIL);
    assertThat(bench.plan(a).delay()).isEqualTo(HealthSpec.DEFAULT.bootInterval());
    bench.clock.pass(Duration.ofMinutes(3));
    bench.probe(a, FAIL);
    assertThat(bench.plan(a).delay())
        .isBetween(HealthSpec.DEFAULT.bootInterval().multipliedBy(2), Duration.ofSeconds(1));
    bench.clock.pass(Duration.ofMinutes(30));
    bench.probe(a, FAIL);
    assertThat(bench.plan(a).delay()).isEqualTo(HealthSpec.DEFAULT.interval());
  }

  @Test
  void failuresInARowTakeAnInstanceDownAndPassesInARowBringItBack() {
    bench.spec(TCP).registered(V1, a, b).up(a, b);
    bench.probe(a, FAIL, 2);
    bench.probe(a, PASS);
    bench.probe(a, FAIL, 2);
    assertThat(bench.serves(a)).as("two of three, twice").isTrue();
    bench.probe(a, FAIL);
    assertThat(bench.state(a)).isEqualTo(HealthState.UNHEALTHY);
    assertThat(bench.serves(a)).isFalse();
    bench.probe(a, PASS);
    assertThat(bench.state(a)).isEqualTo(HealthState.UNHEALTHY);
    bench.probe(a, PASS);
    assertThat(bench.serves(a)).isTrue();
    assertThat(bench.events)
        .containsExactly(
            "a unknown healthy", "b unknown healthy", "a healthy unhealthy", "a unhealthy healthy");
  }

  @Test
  void aStrangerIsRefusedAtOnceUntilTheInstanceAnswersAgain() {
    bench.spec(TCP).registered(V1, a).up(a);
    bench.probe(a, STRANGER);
    assertThat(bench.state(a)).isEqualTo(HealthState.WRONG_PEER);
    assertThat(bench.serves(a)).as("not even in a panic").isFalse();
    bench.probe(a, FAIL);
    assertThat(bench.state(a)).isEqualTo(HealthState.WRONG_PEER);
    bench.probe(a, PASS, 2);
    assertThat(bench.serves(a)).isTrue();
  }

  @Test
  void aStateThatDoesNotChangeIsNotPublishedAgain() {
    bench.spec(TCP).registered(V1, a, b).up(a, b);
    int before = bench.publications;
    bench.probe(a, FAIL);
    bench.probe(a, PASS);
    assertThat(bench.publications).isEqualTo(before);
  }

  @Test
  void theReasonTellsWhatTheProbesFound() {
    bench.registered(V1, a).told();
    bench.probe(a, FAIL);
    assertThat(bench.report(a).health().reason()).isEqualTo("not yet up: connection refused");
  }
}
