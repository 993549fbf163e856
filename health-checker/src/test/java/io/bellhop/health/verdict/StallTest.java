package io.bellhop.health.verdict;

import static io.bellhop.health.verdict.Bench.FAIL;
import static io.bellhop.health.verdict.Bench.PASS;
import static io.bellhop.health.verdict.Bench.V1;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.health.verdict.ProbePlan.Purpose;
import io.bellhop.model.CheckSpec;
import io.bellhop.model.HealthSpec;
import io.bellhop.model.Instance;
import io.bellhop.model.health.HealthState;
import io.bellhop.model.health.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Instances that hold requests and end none, as a frozen process does. */
class StallTest {
  private static final HealthSpec HTTP = HealthSpec.DEFAULT.withCheck(CheckSpec.Http.get("/up"));

  private final Bench bench = new Bench();
  private final Instance a = Bench.instance("a", 1);
  private final Instance b = Bench.instance("b", 2);

  @Test
  void oneThatEndsNoRequestIsAskedForASignOfLifeAndEjected() {
    bench.registered(V1, a, b).up(a, b);
    begin(a);
    serveOthersFor(Duration.ofMillis(1_300));
    assertThat(bench.plan(a).purpose()).isEqualTo(Purpose.SUSPICION);
    assertThat(bench.plan(a).check()).isInstanceOf(CheckSpec.Http.class);
    assertThat(bench.serves(a)).as("not yet judged").isTrue();
    bench.probe(a, FAIL);
    assertThat(bench.state(a)).isEqualTo(HealthState.EJECTED);
    assertThat(bench.events).contains("ejected stalled");
  }

  @Test
  void itReturnsOnlyWithASignOfLife() {
    bench.registered(V1, a, b).up(a, b);
    begin(a);
    serveOthersFor(Duration.ofMillis(1_300));
    bench.probe(a, FAIL);
    assertThat(bench.plan(a).check())
        .as("a connect would be answered by the kernel")
        .isEqualTo(Planner.SIGN_OF_LIFE);
    bench.clock.pass(bench.plan(a).delay());
    bench.probe(a, PASS);
    assertThat(bench.serves(a)).isTrue();
  }

  @Test
  void aLongPollIsNoStall() {
    bench.registered(V1, a, b).up(a, b);
    begin(a);
    serveOthersFor(Duration.ofMillis(1_300));
    bench.probe(a, PASS);
    assertThat(bench.serves(a)).isTrue();
    assertThat(bench.resting(a)).isTrue();
    serveOthersFor(Duration.ofMillis(500));
    assertThat(bench.resting(a)).as("asked again after twice the time").isTrue();
    serveOthersFor(Duration.ofMillis(700));
    assertThat(bench.resting(a)).isFalse();
  }

  @Test
  void whereNobodyEndsARequestNobodyStandsOut() {
    bench.registered(V1, a, b).up(a, b);
    begin(a);
    begin(b);
    bench.passTime(Duration.ofMillis(1_300));
    bench.probe(a, FAIL);
    assertThat(bench.serves(a)).isTrue();
  }

  @Test
  void theAppsOwnCheckTakesAStalledInstanceDownAtOnce() {
    bench.spec(HTTP).registered(V1, a, b).up(a, b);
    begin(a);
    bench.passTime(Duration.ofMillis(1_300));
    assertThat(bench.plan(a).check()).isEqualTo(HTTP.check());
    assertThat(bench.plan(a).timeout()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    bench.probe(a, FAIL);
    assertThat(bench.state(a)).isEqualTo(HealthState.UNHEALTHY);
  }

  @Test
  void answersKeepSuspicionAway() {
    bench.registered(V1, a, b).up(a, b);
    begin(a);
    for (int i = 0; i < 30; i++) {
      bench.requests(a, Outcome.ANSWERED, 1);
      bench.passTime(Duration.ofMillis(100));
    }
    assertThat(bench.resting(a)).isTrue();
  }

  @Test
  void oneThatLayIdleIsNotSuspectedOfItsFirstRequest() {
    bench.registered(V1, a, b).up(a, b);
    bench.requests(a, Outcome.ANSWERED, 1);
    bench.passTime(Duration.ofSeconds(60));
    begin(a);
    bench.passTime(Duration.ofMillis(500));
    assertThat(bench.resting(a)).isTrue();
  }

  private void begin(Instance instance) {
    bench.checked(instance).outcomes().began();
  }

  private void serveOthersFor(Duration duration) {
    for (long left = duration.toMillis(); left > 0; left -= 100) {
      bench.requests(b, Outcome.ANSWERED, 1);
      bench.passTime(Duration.ofMillis(100));
    }
  }
}
