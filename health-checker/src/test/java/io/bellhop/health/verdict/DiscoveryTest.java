package io.bellhop.health.verdict;

import static io.bellhop.health.verdict.Bench.FAIL;
import static io.bellhop.health.verdict.Bench.PASS;
import static io.bellhop.health.verdict.Bench.V1;
import static io.bellhop.health.verdict.Bench.V2;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.CheckSpec;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.HealthSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.InstanceState;
import io.bellhop.model.SleepSpec;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.health.HealthState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
  private final Bench bench = new Bench();
  private final Instance a = Bench.instance("a", 1);
  private final Instance b = Bench.instance("b", 2);

  @Test
  void aVanishedInstanceThatWorksGoesOnServingAndSaysSo() {
    bench.registered(V1, a, b).up(a, b).registered(V1, b).told();
    assertThat(bench.serves(a)).isTrue();
    assertThat(bench.checked(a).health().absent()).isTrue();
    assertThat(bench.tally.absent()).isEqualTo(1);
    assertThat(bench.plan(a).delay()).as("its first probe").isZero();
  }

  @Test
  void anAbsentInstanceIsProbedAtItsIntervalWhateverTheCheck() {
    bench.registered(V1, a).up(a).registered(V1).told();
    bench.probe(a, PASS);
    assertThat(bench.plan(a).repeat()).isTrue();
    assertThat(bench.plan(a).check()).isEqualTo(new CheckSpec.Tcp());
  }

  @Test
  void anAbsentInstanceIsGoneWithItsFirstFailure() {
    bench.registered(V1, a, b).up(a, b).registered(V1, b).told();
    bench.probe(a, FAIL);
    assertThat(bench.knows(a)).isFalse();
    assertThat(bench.tally.absent()).isZero();
    assertThat(bench.prober.at(a.address()).closed()).isTrue();
    bench.told();
    assertThat(bench.knows(a)).isFalse();
  }

  @Test
  void anInstanceThatComesBackIsPresentAgainWithAllThatIsKnown() {
    bench.registered(V1, a).up(a).registered(V1).told().registered(V1, a).told();
    assertThat(bench.checked(a).health().absent()).isFalse();
    assertThat(bench.state(a)).isEqualTo(HealthState.HEALTHY);
    assertThat(bench.resting(a)).as("the gate was passed before").isTrue();
  }

  @Test
  void aNewLifeOfTheSameInstanceIsUnknown() {
    bench.registered(V1, a).up(a);
    Instance restarted =
        new Instance(a.id(), a.address(), InstanceState.READY, a.generation() + 1, a.agent());
    bench.registered(V1, restarted).told();
    assertThat(bench.state(restarted)).isEqualTo(HealthState.UNKNOWN);
  }

  @Test
  void anAbsentInstanceGivesWayToAnotherAtItsAddressInTheSameChange() {
    bench.registered(V1, a).up(a);
    Instance successor =
        new Instance(new InstanceId("c"), a.address(), InstanceState.READY, 1, "agent-2");
    bench.registered(V1, successor).told();
    assertThat(bench.knows(a)).isFalse();
  }

  @Test
  void anAbsentInstanceGivesWayToAnInstanceOfAnotherApp() {
    bench.registered(V1, a, b).up(a, b).registered(V1, b).told();
    AppSpec other = AppSpec.of(new AppName("other"), new HostPattern("other.test"));
    bench.apps.changed(
        App.of(
            other,
            Traffic.NONE,
            Map.of(
                V1,
                new Deployment(
                    new DeploymentSpec(V1, new InstanceSource.Registered()), List.of(a)))));
    assertThat(bench.knows(a)).isFalse();
    assertThat(bench.knows(b)).isTrue();
  }

  @Test
  void aSwitchEndsWhatIsAbsentForGood() {
    bench.registered(V1, a).registered(V2, b).up(a, b).registered(V1).told();
    assertThat(bench.serves(a)).isTrue();
    bench.traffic(Traffic.of(2, TrafficMode.SERVING, Map.of(V2, 1), Map.of(V1, 1))).told();
    assertThat(bench.knows(a)).isFalse();
    bench.traffic(Traffic.of(3, TrafficMode.SERVING, Map.of(V1, 1), Map.of(V2, 1))).told();
    assertThat(bench.knows(a)).isFalse();
  }

  @Test
  void anInstanceThatMayHaveBeenStoppedInASleepThatWasNotSeenIsGone() {
    bench.spec(SleepSpec.after(Duration.ofMinutes(1))).registered(V1, a).up(a);
    bench.registered(V1).traffic(serving(2)).told();
    assertThat(bench.serves(a)).as("one switch later, no sleep is between").isTrue();
    bench.registered(V1, a).traffic(serving(3)).told();
    bench.registered(V1).traffic(serving(6)).told();
    assertThat(bench.knows(a)).isFalse();
  }

  @Test
  void anInstanceThatWasStoppedInASleepIsGoneThoughTheAppIsWokenBeforeThatIsTold() {
    bench.registered(V1, a).up(a);
    bench.traffic(Traffic.of(2, TrafficMode.ASLEEP, Map.of(V1, 1), Map.of())).told();
    bench.registered(V1).traffic(serving(3)).told();
    assertThat(bench.knows(a)).isFalse();
  }

  private static Traffic serving(long epoch) {
    return Traffic.of(epoch, TrafficMode.SERVING, Map.of(V1, 1), Map.of());
  }

  @Test
  void aDrainedInstanceThatVanishesIsGone() {
    bench.registered(V1, a, b).up(a, b);
    bench.registered(V1, Bench.instance("a", 1, InstanceState.DRAINING), b).told();
    bench.registered(V1, b).told();
    assertThat(bench.knows(a)).isFalse();
  }

  @Test
  void aDeploymentTakesItsInstancesWithIt() {
    bench.registered(V1, a).registered(V2, b).up(a, b).without(V1).told();
    assertThat(bench.knows(a)).isFalse();
    assertThat(bench.published().instances()).containsOnlyKeys(V2);
  }

  @Test
  void aStartingInstanceIsProbedSoThatItIsKnownWhenReady() {
    Instance starting = Bench.instance("a", 1, InstanceState.STARTING);
    bench.registered(V1, starting).up(starting);
    bench.registered(V1, a).told();
    assertThat(bench.serves(a)).isTrue();
    assertThat(bench.events).containsExactly("a unknown healthy");
  }

  @Test
  void aDrainingInstanceIsLeftAlone() {
    bench.spec(HealthSpec.DEFAULT.withCheck(new CheckSpec.Tcp())).registered(V1, a).up(a);
    bench.registered(V1, Bench.instance("a", 1, InstanceState.DRAINING)).told();
    assertThat(bench.resting(a)).isTrue();
  }

  @Test
  void aChangeOfTheSpecKeepsWhatIsKnownAndChangesTheSchedule() {
    bench.registered(V1, a).up(a);
    HealthSpec http = HealthSpec.DEFAULT.withCheck(CheckSpec.Http.get("/up"));
    bench.spec(http).told();
    assertThat(bench.state(a)).isEqualTo(HealthState.HEALTHY);
    assertThat(bench.plan(a).check()).isEqualTo(http.check());
    assertThat(bench.plan(a).delay()).isLessThanOrEqualTo(http.interval());
  }

  @Test
  void aReloadOfTheSameTableChangesNoPlan() {
    bench.spec(HealthSpec.DEFAULT.withCheck(new CheckSpec.Tcp())).registered(V1, a).up(a);
    ProbePlan before = bench.plan(a);
    bench.clock.pass(Duration.ofSeconds(1));
    bench.told();
    assertThat(bench.plan(a)).isSameAs(before);
  }

  @Test
  void anAppThatIsGoneIsProbedNoMore() {
    bench.registered(V1, a).up(a);
    bench.apps.removed(Bench.APP);
    assertThat(bench.prober.at(a.address()).closed()).isTrue();
    assertThat(bench.tally).isEqualTo(Tally.NONE);
    assertThat(bench.apps.report(Bench.APP)).isEmpty();
  }
}
