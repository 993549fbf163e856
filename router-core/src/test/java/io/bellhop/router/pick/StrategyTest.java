package io.bellhop.router.pick;

import static io.bellhop.router.pick.PickFixture.ANY;
import static io.bellhop.router.pick.PickFixture.avoiding;
import static io.bellhop.router.pick.PickFixture.instances;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.BalanceStrategy;
import io.bellhop.router.control.Backend;
import io.bellhop.router.testing.TestApp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StrategyTest {
  private static final int DRAWS = 10_000;

  @ParameterizedTest
  @EnumSource(BalanceStrategy.class)
  void withoutLoadEveryBackendGetsAlike(BalanceStrategy strategy) {
    PickFixture fixture = new PickFixture(strategy);
    fixture.view(4);
    assertThat(fixture.oneAfterTheOther(DRAWS))
        .hasSize(4)
        .allSatisfy((port, count) -> assertThat(count).isBetween(2_200, 2_800));
  }

  @ParameterizedTest
  @EnumSource(BalanceStrategy.class)
  void noBackendGetsMoreThanItsHardLimit(BalanceStrategy strategy) {
    PickFixture fixture = new PickFixture(strategy).limits(10, 10);
    fixture.view(3);
    for (int i = 0; i < 30; i++) {
      fixture.lease(ANY);
    }
    assertThat(fixture.backends()).allSatisfy(each -> assertThat(each.inFlight()).isEqualTo(10));
    assertThat(fixture.picker.pick(fixture.view(), ANY)).isEqualTo(Pick.SATURATED);
  }

  @ParameterizedTest
  @EnumSource(BalanceStrategy.class)
  void theSoftLimitHoldsWhileAnotherHasRoom(BalanceStrategy strategy) {
    PickFixture fixture = new PickFixture(strategy).limits(10, 20);
    fixture.view(3);
    Backend spare = fixture.backends().get(2);
    for (int i = 0; i < 10; i++) {
      fixture.backends().get(0).tryRequestStarted(20);
      fixture.backends().get(1).tryRequestStarted(20);
    }
    for (int i = 0; i < 10; i++) {
      assertThat(fixture.lease(ANY).backend()).isSameAs(spare);
    }
    for (int i = 0; i < 30; i++) {
      fixture.lease(ANY);
    }
    assertThat(fixture.backends()).allSatisfy(each -> assertThat(each.inFlight()).isEqualTo(20));
  }

  @ParameterizedTest
  @EnumSource(BalanceStrategy.class)
  void aBackendThatFailedIsAvoidedWhileAnotherHasRoom(BalanceStrategy strategy) {
    PickFixture fixture = new PickFixture(strategy).limits(1, 3);
    fixture.view(3);
    Backend failed = fixture.backends().get(1);
    for (int i = 0; i < 6; i++) {
      assertThat(fixture.lease(avoiding(failed)).backend()).isNotSameAs(failed);
    }
    assertThat(fixture.lease(avoiding(failed)).backend()).isSameAs(failed);
  }

  @ParameterizedTest
  @EnumSource(BalanceStrategy.class)
  void aBackendWhoseCircuitIsOpenIsPassedOver(BalanceStrategy strategy) {
    PickFixture fixture = new PickFixture(strategy);
    fixture.view(2);
    Backend connecting = fixture.backends().get(0);
    connecting.connectBegan(1);
    assertThat(connecting.circuitOpen()).isTrue();
    assertThat(fixture.oneAfterTheOther(100)).containsExactly(Map.entry(2, 100));
    connecting.connectEnded(1);
    assertThat(fixture.oneAfterTheOther(100)).containsKey(1);
  }

  @ParameterizedTest
  @EnumSource(BalanceStrategy.class)
  void oneThatStartsSlowlyGetsItsShareAndNoMore(BalanceStrategy strategy) {
    Duration window = Duration.ofSeconds(100);
    PickFixture fixture = new PickFixture(strategy).slowStart(window);
    fixture.view(3);
    fixture.timer.pass(window);
    fixture.view(4);
    fixture.timer.pass(Duration.ofSeconds(25));
    // A quarter of what each of the other three gets. Of two draws without replacement, or passed
    // over at random, it is a little more or less.
    assertThat(fixture.oneAfterTheOther(DRAWS).get(4)).isBetween(550, 1_100);
    fixture.timer.pass(window);
    assertThat(fixture.view().serving().get(0).slowStarting()).isFalse();
    assertThat(fixture.oneAfterTheOther(DRAWS).get(4)).isBetween(2_200, 2_800);
  }

  @Test
  void leastInFlightPicksTheLeastBusyOfAll() {
    PickFixture fixture = new PickFixture(BalanceStrategy.LEAST_IN_FLIGHT);
    fixture.view(5);
    List<Backend> backends = fixture.backends();
    IntStream.range(0, 5)
        .forEach(
            i -> IntStream.range(0, 9 - i).forEach(n -> backends.get(i).tryRequestStarted(99)));
    assertThat(fixture.oneAfterTheOther(100)).containsExactly(Map.entry(5, 100));
  }

  @Test
  void roundRobinTakesTurnsThroughChangesOfTheView() {
    PickFixture fixture = new PickFixture(BalanceStrategy.ROUND_ROBIN);
    fixture.view(3);
    assertThat(IntStream.range(0, 4).mapToObj(i -> fixture.lease(ANY).backend().address().port()))
        .containsExactly(1, 2, 3, 1);
    fixture.publish(fixture.app().instances("v1", 1, instances(1, 3)));
    assertThat(fixture.lease(ANY).backend().address().port()).isEqualTo(2);
  }

  @Test
  void peakEwmaSparesABackendFromItsFirstSlowAnswerOn() {
    PickFixture fixture = new PickFixture(BalanceStrategy.PEAK_EWMA);
    fixture.view(2);
    long now = System.nanoTime();
    fixture.backends().get(0).answered(Duration.ofSeconds(2).toNanos(), now);
    fixture.backends().get(1).answered(Duration.ofMillis(10).toNanos(), now);
    assertThat(fixture.oneAfterTheOther(100)).containsExactly(Map.entry(2, 100));
    // 150 requests in line for 10 ms each are still less work than one of 2 s.
    for (int i = 0; i < 150; i++) {
      assertThat(fixture.lease(ANY).backend().address().port()).isEqualTo(2);
    }
  }

  @Test
  void aDeploymentWithoutRoomPassesItsRequestsOn() {
    PickFixture fixture = new PickFixture(BalanceStrategy.POWER_OF_TWO).limits(2, 2);
    fixture.publish(
        fixture.app().instances("v1", 99, instances(1, 1)).instances("v2", 1, instances(2, 2)));
    for (int i = 0; i < 4; i++) {
      fixture.lease(ANY);
    }
    assertThat(fixture.picker.pick(fixture.view(), ANY)).isEqualTo(Pick.SATURATED);
  }

  @Test
  void aDeploymentThatStartsSlowlyGetsItsPartOfTheRequests() {
    PickFixture fixture =
        new PickFixture(BalanceStrategy.POWER_OF_TWO).slowStart(Duration.ofSeconds(10));
    TestApp app = fixture.app().instances("v1", 1, instances(1, 2));
    fixture.publish(app);
    fixture.publish(app.instances("v2", 0, instances(3, 4)).switchTo("v2"));
    fixture.timer.pass(Duration.ofSeconds(3));
    Map<Integer, Integer> picked = fixture.oneAfterTheOther(DRAWS);
    assertThat(picked.get(3)).isBetween(1_350, 1_650);
    assertThat(picked.get(4)).isBetween(1_350, 1_650);
    fixture.timer.pass(Duration.ofSeconds(7));
    assertThat(fixture.oneAfterTheOther(DRAWS)).containsOnlyKeys(3, 4);
  }
}
