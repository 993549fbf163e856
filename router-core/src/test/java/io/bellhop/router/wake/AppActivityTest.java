package io.bellhop.router.wake;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppName;
import io.bellhop.model.SleepSpec;
import io.bellhop.router.testing.FakeDemand;
import io.bellhop.router.testing.ManualTimer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What keeps an app awake, and when it is told that nothing does. */
class AppActivityTest {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final SleepSpec SLEEP =
      new SleepSpec(Duration.ofSeconds(60), Duration.ofSeconds(100), 0, Optional.empty());

  private final FakeDemand demand = new FakeDemand();
  private final ManualTimer timer = new ManualTimer();
  private final Wakes wakes = new Wakes(timer);
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AppActivity activity = new AppActivity(new AppName("shop"), wakes, inFlight);

  AppActivityTest() {
    wakes.demand(demand);
    activity.sleeps(SLEEP);
  }

  private void request() {
    inFlight.incrementAndGet();
    activity.requested();
    inFlight.decrementAndGet();
  }

  @Test
  void theFirstRequestIsToldAtOnceAndOthersAreNot() {
    request();
    request();
    timer.pass(TICK);
    request();
    assertThat(demand.told()).containsExactly("flowing shop");
  }

  @Test
  void quietIsToldAfterHalfOfTheIdleTimeAndNoSooner() {
    request();
    timer.pass(Duration.ofSeconds(30));
    assertThat(demand.told()).containsExactly("flowing shop");
    timer.pass(TICK);
    assertThat(demand.told()).containsExactly("flowing shop", "quiet shop");
  }

  @Test
  void anAppThatIsQuietIsNotLookedAt() {
    request();
    timer.pass(Duration.ofSeconds(40));
    assertThat(timer.pending()).isZero();
    request();
    assertThat(demand.told()).containsExactly("flowing shop", "quiet shop", "flowing shop");
    assertThat(timer.pending()).isOne();
  }

  @Test
  void eachRequestPutsOffTheQuiet() {
    for (int i = 0; i < 10; i++) {
      request();
      timer.pass(Duration.ofSeconds(20));
    }
    assertThat(demand.told()).containsExactly("flowing shop");
  }

  @Test
  void aRequestUnderWayKeepsTheAppAwakeForAsLongAsItRuns() {
    inFlight.incrementAndGet();
    activity.requested();
    timer.pass(Duration.ofHours(1));
    assertThat(demand.told()).containsExactly("flowing shop");
    inFlight.decrementAndGet();
    timer.pass(Duration.ofSeconds(31));
    assertThat(demand.told()).containsExactly("flowing shop", "quiet shop");
  }

  @Test
  void aMonitorKeepsNobodyAwakeHoweverLongItTakes() {
    request();
    inFlight.incrementAndGet();
    activity.monitorBegan();
    timer.pass(Duration.ofSeconds(40));
    assertThat(demand.told()).containsExactly("flowing shop", "quiet shop");
    activity.monitorEnded();
    inFlight.decrementAndGet();
    assertThat(demand.told()).hasSize(2);
  }

  @Test
  void aTunnelKeepsTheAppAwakeWhileDataMovesAndForAWhileAfterwards() {
    inFlight.incrementAndGet();
    activity.requested();
    activity.tunnelBegan();
    timer.pass(Duration.ofSeconds(90));
    assertThat(activity.dataMoved()).isTrue();
    assertThat(activity.dataMoved()).isFalse();
    timer.pass(Duration.ofSeconds(100));
    assertThat(demand.told()).containsExactly("flowing shop");
    timer.pass(Duration.ofSeconds(31));
    assertThat(demand.told()).containsExactly("flowing shop", "quiet shop");
    activity.dataMoved();
    assertThat(demand.told()).endsWith("quiet shop", "flowing shop");
  }

  @Test
  void anAppThatDoesNotSleepIsNoBodysConcern() {
    activity.sleeps(null);
    request();
    assertThat(demand.told()).isEmpty();
    assertThat(timer.pending()).isZero();
  }

  @Test
  void anAppThatWasCalledForIsToldToBeQuietThoughItDoesNotSleepByItself() {
    activity.sleeps(null);
    activity.called();
    timer.pass(TICK);
    assertThat(demand.told()).containsExactly("flowing shop");
    timer.pass(TICK);
    assertThat(demand.told()).containsExactly("flowing shop", "quiet shop");
  }

  @Test
  void whatIsUnderWayWhenAnAppIsFirstToSleepKeepsItAwake() {
    activity.sleeps(null);
    inFlight.incrementAndGet();
    activity.requested();
    assertThat(demand.told()).isEmpty();
    timer.pass(TICK);
    activity.sleeps(SLEEP);
    timer.pass(Duration.ofHours(1));
    assertThat(demand.told()).containsExactly("flowing shop");
  }

  @Test
  void anAppThatIsNoLongerToSleepIsLeftAlone() {
    request();
    activity.sleeps(null);
    assertThat(demand.told()).containsExactly("flowing shop", "quiet shop");
    timer.pass(TICK);
    assertThat(demand.told()).hasSize(2);
    assertThat(timer.pending()).isZero();
  }

  @Test
  void aLeaseIsToldOnceForAsLongAsItCoversWhatIsAskedFor() {
    activity.busy("10m");
    activity.busy("10m");
    timer.pass(Duration.ofSeconds(299));
    activity.busy("600");
    assertThat(demand.told()).containsExactly("busy shop PT15M");
    timer.pass(Duration.ofSeconds(2));
    activity.busy("10m");
    assertThat(demand.told()).hasSize(2);
  }

  @Test
  void aLeaseThatCannotBeReadIsNone() {
    for (String text : new String[] {"", "0", "-1", "soon", "1d", "10 m", "99999999999"}) {
      activity.busy(text);
    }
    assertThat(demand.told()).isEmpty();
  }

  @Test
  void aLeaseIsAtMostADay() {
    activity.busy("999h");
    assertThat(demand.told()).containsExactly("busy shop PT24H");
  }
}
