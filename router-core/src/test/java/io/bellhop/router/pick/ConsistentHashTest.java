package io.bellhop.router.pick;

import static io.bellhop.router.pick.PickFixture.instances;
import static io.bellhop.router.pick.PickFixture.keyed;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.BalanceStrategy;
import io.bellhop.router.control.Backend;
import io.bellhop.router.control.StableHash;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConsistentHashTest {
  private static final int KEYS = 5_000;

  private final PickFixture fixture = new PickFixture(BalanceStrategy.CONSISTENT_HASH);

  private static Map<String, Integer> homes(PickFixture of) {
    Map<String, Integer> homes = new HashMap<>();
    for (int i = 0; i < KEYS; i++) {
      String key = "user-" + i;
      Pick.Lease lease = of.lease(keyed(key));
      homes.put(key, lease.backend().address().port());
      lease.release();
    }
    return homes;
  }

  @Test
  void theHashIsTheSameInEveryVersion() {
    assertThat(StableHash.of("")).isEqualTo(0xefd01f60ba992926L);
    assertThat(StableHash.of("a")).isNotEqualTo(StableHash.of("b"));
  }

  @Test
  void everyRouterGivesAKeyTheSameBackend() {
    fixture.view(7);
    PickFixture other = new PickFixture(BalanceStrategy.CONSISTENT_HASH);
    other.view(7);
    assertThat(homes(other)).isEqualTo(homes(fixture));
  }

  @Test
  void keysAreSpreadEvenly() {
    fixture.view(5);
    Map<Integer, Integer> counts = new HashMap<>();
    homes(fixture).values().forEach(port -> counts.merge(port, 1, Integer::sum));
    assertThat(counts).hasSize(5).allSatisfy((port, n) -> assertThat(n).isBetween(850, 1_150));
  }

  @Test
  void onlyTheKeysOfALostInstanceMove() {
    fixture.view(6);
    Map<String, Integer> before = homes(fixture);
    fixture.publish(fixture.app().instances("v1", 1, instances(2, 6)));
    homes(fixture)
        .forEach(
            (key, port) -> {
              if (Integer.valueOf(1).equals(before.get(key))) {
                assertThat(port).isNotEqualTo(1);
              } else {
                assertThat(port).isEqualTo(before.get(key));
              }
            });
  }

  @Test
  void aNewInstanceTakesKeysFromEachAndNobodyElseGainsAny() {
    fixture.view(5);
    Map<String, Integer> before = homes(fixture);
    fixture.view(6);
    Map<String, Integer> after = homes(fixture);
    assertThat(after).allSatisfy((key, port) -> assertThat(port).isIn(6, before.get(key)));
    assertThat(after.values().stream().filter(port -> port == 6)).hasSizeBetween(700, 970);
  }

  @Test
  void whileAnInstanceStartsSlowlyKeysMoveToItOnly() {
    Duration window = Duration.ofSeconds(10);
    fixture.slowStart(window).view(3);
    fixture.timer.pass(window);
    fixture.view(4);
    Map<String, Integer> before = homes(fixture);
    for (int second = 0; second < 10; second++) {
      fixture.timer.pass(Duration.ofSeconds(1));
      Map<String, Integer> after = homes(fixture);
      assertThat(after).allSatisfy((key, port) -> assertThat(port).isIn(4, before.get(key)));
      before.putAll(after);
    }
    assertThat(before.values().stream().filter(port -> port == 4)).hasSizeBetween(1_050, 1_450);
  }

  @Test
  void noBackendGetsFarMoreThanTheMeanWhateverTheKeys() {
    fixture.view(4);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 1; i <= 1_000; i++) {
      // Most requests carry the same key.
      fixture.lease(keyed(random.nextInt(10) < 8 ? "hot" : "user-" + random.nextInt(100)));
      double bound = Math.ceil(1.25 * i / 4);
      assertThat(fixture.backends()).allMatch(backend -> backend.inFlight() <= bound);
    }
  }

  @Test
  void aKeyWhoseBackendIsFullGoesToItsNextOneEveryTime() {
    fixture.view(4);
    Backend home = fixture.lease(keyed("hot")).backend();
    Backend next = fixture.lease(keyed("hot")).backend();
    assertThat(next).isNotSameAs(home);
    next.requestEnded(0);
    assertThat(fixture.lease(keyed("hot")).backend()).isSameAs(next);
  }

  @Test
  void aKeyStaysWithItsDeploymentToo() {
    fixture.publish(
        fixture.app().instances("v1", 1, instances(1, 3)).instances("v2", 1, instances(4, 6)));
    Map<String, Integer> homes = homes(fixture);
    assertThat(homes(fixture)).isEqualTo(homes);
    assertThat(homes.values().stream().filter(port -> port > 3)).hasSizeBetween(2_300, 2_700);
  }
}
