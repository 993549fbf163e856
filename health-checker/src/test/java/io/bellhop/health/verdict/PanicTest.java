package io.bellhop.health.verdict;

import static io.bellhop.health.verdict.Bench.FAIL;
import static io.bellhop.health.verdict.Bench.STRANGER;
import static io.bellhop.health.verdict.Bench.V1;
import static io.bellhop.health.verdict.Bench.V2;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.CheckSpec;
import io.bellhop.model.HealthSpec;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceState;
import io.bellhop.model.PanicPolicy;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PanicTest {
  private final Bench bench = new Bench();
  private final Instance a = Bench.instance("a", 1);
  private final Instance b = Bench.instance("b", 2);
  private final Instance c = Bench.instance("c", 3);

  private static HealthSpec tcp(PanicPolicy.Mode mode, int belowPercent) {
    HealthSpec usual = HealthSpec.DEFAULT;
    return new HealthSpec(
        new CheckSpec.Tcp(),
        usual.interval(),
        usual.bootInterval(),
        usual.timeout(),
        usual.rise(),
        1,
        new PanicPolicy(mode, belowPercent));
  }

  @Test
  void whereNoneIsHealthyRequestsGoToAllThatWere() {
    bench.spec(tcp(PanicPolicy.Mode.OPEN, 0)).registered(V1, a, b, c).up(a, b);
    bench.probe(a, FAIL);
    assertThat(bench.serves(a)).isFalse();
    assertThat(bench.panic()).isEmpty();
    bench.probe(b, FAIL);
    assertThat(bench.serves(a)).isTrue();
    assertThat(bench.serves(b)).isTrue();
    assertThat(bench.serves(c)).as("was never healthy").isFalse();
    assertThat(bench.tally.panickingOpen()).isEqualTo(1);
    assertThat(bench.panic())
        .isEqualTo(
            "0 of 2 instances of deployment v1 are healthy: requests go to all that were healthy"
                + " before");
  }

  @Test
  void thePanicEndsWithTheFirstThatIsHealthyAgain() {
    bench.spec(tcp(PanicPolicy.Mode.OPEN, 0)).registered(V1, a, b).up(a, b);
    bench.probe(a, FAIL);
    bench.probe(b, FAIL);
    bench.probe(b, Bench.PASS, 2);
    assertThat(bench.serves(a)).isFalse();
    assertThat(bench.serves(b)).isTrue();
    assertThat(bench.tally.panickingOpen()).isZero();
  }

  @Test
  void closedFailsAtOnce() {
    bench.spec(tcp(PanicPolicy.Mode.CLOSED, 0)).registered(V1, a, b).up(a, b);
    bench.probe(a, FAIL);
    bench.probe(b, FAIL);
    assertThat(bench.serves(a)).isFalse();
    assertThat(bench.serves(b)).isFalse();
    assertThat(bench.tally.panickingClosed()).isEqualTo(1);
    assertThat(bench.panic()).endsWith("requests fail at once");
  }

  @Test
  void aShareCanBeAskedFor() {
    bench.spec(tcp(PanicPolicy.Mode.OPEN, 50)).registered(V1, a, b, c).up(a, b, c);
    bench.probe(a, FAIL);
    assertThat(bench.serves(a)).as("two of three are enough").isFalse();
    bench.probe(b, FAIL);
    assertThat(bench.serves(a)).as("one of three is not").isTrue();
  }

  @Test
  void neverOpensToAStrangerOrToWhatDrains() {
    bench.spec(tcp(PanicPolicy.Mode.OPEN, 0)).registered(V1, a, b, c).up(a, b, c);
    bench.probe(a, STRANGER);
    bench.probe(b, FAIL);
    bench.registered(V1, a, b, Bench.instance("c", 3, InstanceState.DRAINING)).told();
    assertThat(bench.serves(a)).isFalse();
    assertThat(bench.serves(b)).isTrue();
  }

  @Test
  void aDeploymentThatBootsDoesNotPanic() {
    bench.registered(V1, a, b).told();
    assertThat(bench.tally.panickingOpen()).isZero();
    assertThat(bench.panic()).isEmpty();
  }

  @Test
  void aDeadDeploymentLeavesItsShareToOneThatLives() {
    bench
        .spec(tcp(PanicPolicy.Mode.OPEN, 0))
        .traffic(Traffic.of(2, TrafficMode.SERVING, Map.of(V1, 95, V2, 5), Map.of()))
        .registered(V1, a)
        .registered(V2, b)
        .up(a, b);
    bench.probe(b, FAIL);
    assertThat(bench.serves(b)).isFalse();
    assertThat(bench.panic()).endsWith("its requests go to the other deployments");
    bench.probe(a, FAIL);
    assertThat(bench.serves(a)).as("nobody is left").isTrue();
    assertThat(bench.serves(b)).as("nobody is left").isTrue();
  }

  @Test
  void aDeploymentThatTakesNoTrafficIsNoRelief() {
    bench.spec(tcp(PanicPolicy.Mode.OPEN, 0)).registered(V1, a).registered(V2, b).up(a, b);
    bench.probe(a, FAIL);
    assertThat(bench.serves(a)).isTrue();
  }
}
