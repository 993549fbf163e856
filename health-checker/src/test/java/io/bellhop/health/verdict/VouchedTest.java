package io.bellhop.health.verdict;

import static io.bellhop.health.verdict.Bench.FAIL;
import static io.bellhop.health.verdict.Bench.PASS;
import static io.bellhop.health.verdict.Bench.V1;
import static io.bellhop.health.verdict.Bench.V2;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.CheckSpec;
import io.bellhop.model.HealthSpec;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.InstanceState;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.health.HealthState;
import io.bellhop.model.launch.LaunchSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Instances that an agent saw listen a moment ago. */
class VouchedTest {
  private static final InstanceSource LAUNCHED =
      new InstanceSource.Launched(LaunchSpec.ofImage("shop:42"));

  private final Bench bench = new Bench();
  private final Instance a = Bench.instance("a", 1);
  private final Instance b = Bench.instance("b", 2);

  @Test
  void servesBeforeItsFirstProbeWhereNobodyElseDoes() {
    bench.discovered(V1, LAUNCHED, a).told();
    assertThat(bench.serves(a)).isTrue();
    assertThat(bench.state(a)).as("what rollouts go by").isEqualTo(HealthState.UNKNOWN);
    assertThat(bench.plan(a).delay()).as("probed all the same").isZero();
    assertThat(bench.report(a).health().reason())
        .isEqualTo("not probed yet, but its agent saw it listen");
  }

  @Test
  void servesNoLongerOnceAProbeFailed() {
    bench.discovered(V1, LAUNCHED, a).told();
    bench.probe(a, FAIL);
    bench.told();
    assertThat(bench.serves(a)).isFalse();
    bench.probe(a, PASS);
    assertThat(bench.serves(a)).isTrue();
  }

  @Test
  void waitsForItsProbeWhereAnotherIsHealthy() {
    bench.discovered(V1, LAUNCHED, a).up(a).discovered(V1, LAUNCHED, a, b).told();
    assertThat(bench.serves(b)).isFalse();
  }

  @Test
  void waitsForItsProbeWhereAnotherDeploymentTakesTheRequests() {
    bench
        .traffic(Traffic.of(1, TrafficMode.SERVING, Map.of(V1, 50, V2, 50), Map.of()))
        .discovered(V1, LAUNCHED, a)
        .up(a)
        .discovered(V2, LAUNCHED, b)
        .told();
    assertThat(bench.serves(b)).isFalse();
  }

  @Test
  void nobodyVouchesForWhatRegisteredItself() {
    bench.registered(V1, a).told();
    assertThat(bench.serves(a)).isFalse();
  }

  @Test
  void anAgentsConnectionIsNoAnswerToAnotherCheck() {
    HealthSpec usual = HealthSpec.DEFAULT;
    bench
        .spec(
            new HealthSpec(
                new CheckSpec.Tcp(),
                usual.interval(),
                usual.bootInterval(),
                usual.timeout(),
                usual.rise(),
                usual.fall(),
                usual.panic()))
        .discovered(V1, LAUNCHED, a)
        .told();
    assertThat(bench.serves(a)).isFalse();
  }

  @Test
  void nobodyVouchesForWhatStartsOrDrains() {
    Instance starting = Bench.instance("a", 1, InstanceState.STARTING);
    Instance draining = Bench.instance("b", 2, InstanceState.DRAINING);
    bench.discovered(V1, LAUNCHED, starting, draining).told();
    assertThat(bench.serves(starting)).isFalse();
    assertThat(bench.serves(draining)).isFalse();
  }
}
