package io.bellhop.health.verdict;

import static io.bellhop.health.verdict.Bench.FAIL;
import static io.bellhop.health.verdict.Bench.PASS;
import static io.bellhop.health.verdict.Bench.V1;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.EjectionSpec;
import io.bellhop.model.Instance;
import io.bellhop.model.health.HealthState;
import io.bellhop.model.health.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EjectionTest {
  private final Bench bench = new Bench();
  private final Instance a = Bench.instance("a", 1);
  private final Instance b = Bench.instance("b", 2);
  private final Instance c = Bench.instance("c", 3);
  private final Instance d = Bench.instance("d", 4);

  private void twoServe() {
    bench.registered(V1, a, b).up(a, b);
  }

  private void threeServe() {
    bench.registered(V1, a, b, c).up(a, b, c);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONNECT_FAILED", "BROKEN", "TIMED_OUT"})
  void failuresInARowEject(Outcome outcome) {
    twoServe();
    bench.requests(a, outcome, 2);
    bench.requests(a, Outcome.ANSWERED, 1);
    bench.requests(a, outcome, 2);
    assertThat(bench.serves(a)).isTrue();
    bench.requests(a, outcome, 1);
    assertThat(bench.state(a)).isEqualTo(HealthState.EJECTED);
    assertThat(bench.serves(a)).isFalse();
    assertThat(bench.report(a).ejections()).isEqualTo(1);
    assertThat(bench.report(a).ejectedUntil()).isPresent();
  }

  @Test
  void serverErrorsInARowEject() {
    twoServe();
    bench.requests(a, Outcome.SERVER_ERROR, 9);
    assertThat(bench.serves(a)).isTrue();
    bench.requests(a, Outcome.SERVER_ERROR, 1);
    assertThat(bench.events).contains("ejected consecutive_server_errors");
  }

  @Test
  void whatClientsDoCountsAgainstNobody() {
    twoServe();
    bench.requests(a, Outcome.NEUTRAL, 1_000);
    bench.passTime(Duration.ofSeconds(20));
    assertThat(bench.serves(a)).isTrue();
  }

  @Test
  void zeroEjectsForNothing() {
    EjectionSpec never =
        new EjectionSpec(0, 0, 0, Duration.ofSeconds(1), Duration.ofSeconds(1), 100);
    bench.spec(never).registered(V1, a, b).up(a, b);
    bench.requests(a, Outcome.BROKEN, 1_000);
    bench.requests(a, Outcome.SERVER_ERROR, 1_000);
    assertThat(bench.serves(a)).isTrue();
  }

  @Test
  void theLastOneThatServesIsNotEjectedButProbed() {
    bench.registered(V1, a, b).up(a);
    bench.requests(a, Outcome.BROKEN, 3);
    assertThat(bench.serves(a)).isTrue();
    assertThat(bench.events).contains("refused consecutive_failures");
    assertThat(bench.plan(a).delay()).isZero();
    bench.probe(a, FAIL, 3);
    assertThat(bench.state(a)).as("by what probes show").isEqualTo(HealthState.UNHEALTHY);
  }

  @Test
  void onlySoManyAreEjectedAtOnce() {
    bench.registered(V1, a, b, c, d).up(a, b, c, d);
    for (Instance instance : new Instance[] {a, b, c, d}) {
      bench.requests(instance, Outcome.BROKEN, 3);
    }
    assertThat(bench.tally.ejected()).as("half of four").isEqualTo(2);
    assertThat(bench.tally.healthy()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 2, 0, 50, true",
    "2, 1, 1, 50, false",
    "2, 1, 1, 100, false",
    "4, 3, 1, 50, true",
    "4, 2, 2, 50, false",
    "4, 3, 1, 49, false",
    "10, 10, 0, 0, true",
    "10, 9, 1, 0, false",
    "3, 1, 0, 100, false"
  })
  void limits(int members, int serving, int ejected, int maxPercent, boolean oneMore) {
    assertThat(new EjectionLimits(members, serving, ejected).allowOneMore(maxPercent))
        .isEqualTo(oneMore);
  }

  @Test
  void anEjectionEndsWhenItsTimeIsOverAndAProbePasses() {
    twoServe();
    bench.requests(a, Outcome.BROKEN, 3);
    Duration left = bench.plan(a).delay();
    assertThat(left).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
    bench.clock.pass(left.minusMillis(1));
    bench.probe(a, PASS);
    assertThat(bench.state(a)).isEqualTo(HealthState.EJECTED);
    bench.clock.pass(Duration.ofMillis(1));
    bench.probe(a, FAIL);
    assertThat(bench.state(a)).isEqualTo(HealthState.EJECTED);
    bench.probe(a, PASS);
    assertThat(bench.serves(a)).isTrue();
  }

  @Test
  void ejectionsDoubleUpToTheirCapAndCalmTakesDoublingsBack() {
    EjectionSpec spec = EjectionSpec.DEFAULT;
    EjectionHistory history = EjectionHistory.NONE;
    assertThat(history.nextNanos(spec, 0, 0)).isEqualTo(spec.baseTime().toNanos());
    history = history.ejected(spec, 0, 0);
    assertThat(history.nextNanos(spec, 0, 0)).isEqualTo(2 * spec.baseTime().toNanos());
    assertThat(history.nextNanos(spec, 0, 1)).isEqualTo((long) (1.8 * spec.baseTime().toNanos()));
    for (int i = 0; i < 40; i++) {
      history = history.ejected(spec, 0, 0);
    }
    assertThat(history.nextNanos(spec, 0, 0)).isEqualTo(spec.maxTime().toNanos());
    long calm = spec.maxTime().multipliedBy(40).toNanos();
    assertThat(history.nextNanos(spec, calm, 0)).isEqualTo(spec.baseTime().toNanos());
  }

  @Test
  void oneThatFailsMoreThanItsPeersIsEjected() {
    threeAnswer(60, 98, 99);
    assertThat(bench.state(a)).isEqualTo(HealthState.EJECTED);
    assertThat(bench.events).contains("ejected success_rate");
    assertThat(bench.serves(b)).isTrue();
  }

  @Test
  void whereAllFailAlikeNobodyIsTheOutlier() {
    threeAnswer(60, 65, 55);
    assertThat(bench.tally.healthy()).isEqualTo(3);
  }

  @Test
  void aFewRequestsSayNothingOfAShare() {
    threeServe();
    mixed(a, 5, 5);
    mixed(b, 100, 0);
    mixed(c, 100, 0);
    passWindow();
    assertThat(bench.serves(a)).isTrue();
  }

  /** Each of three has a hundred requests, of which so many are answered. */
  private void threeAnswer(int byA, int byB, int byC) {
    threeServe();
    mixed(a, byA, 100 - byA);
    mixed(b, byB, 100 - byB);
    mixed(c, byC, 100 - byC);
    passWindow();
  }

  private void passWindow() {
    bench.passTime(Watch.WINDOW.plusSeconds(1));
  }

  /** Failures of the sort that comes between successes, never many in a row. */
  private void mixed(Instance instance, int answered, int failed) {
    for (int i = 0; i < Math.max(answered, failed); i++) {
      bench.requests(instance, Outcome.SERVER_ERROR, i < failed ? 1 : 0);
      bench.requests(instance, Outcome.ANSWERED, i < answered ? 1 : 0);
    }
  }
}
