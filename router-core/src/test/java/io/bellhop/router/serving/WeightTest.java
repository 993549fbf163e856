package io.bellhop.router.serving;

import static io.bellhop.router.testing.Messages.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.InstanceState;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which deployment takes a request, by weight, and which of its instances, by load. */
class WeightTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final int REQUESTS = 1_000;

  private static Map<String, Integer> shares() throws IOException {
    Map<String, Integer> shares = new HashMap<>();
    RawClient client = router.client();
    for (int i = 0; i < REQUESTS; i++) {
      shares.merge(client.ask(get("/")).text(), 1, Integer::sum);
    }
    return shares;
  }

  private static RawBackend named(String name) {
    return router.backend(Script.answer(name));
  }

  @Test
  void deploymentsShareByWeight() throws IOException {
    router.publish(TestApp.of().deployment("v1", 3, named("v1")).deployment("v2", 1, named("v2")));
    // 250 expected of 1,000; the bounds are ten standard deviations away.
    assertThat(shares().get("v2")).isBetween(113, 387);
  }

  @Test
  void aDeploymentWithoutWeightGetsNothing() throws IOException {
    RawBackend none = named("v2");
    router.publish(TestApp.of(named("v1")).deployment("v2", 0, none));
    assertThat(shares()).containsOnlyKeys("v1");
    assertThat(none.connections()).isZero();
  }

  @Test
  void aDeploymentWithWeightButNoInstancesIsPassedOver() throws IOException {
    router.publish(TestApp.of(named("v1")).instances("v2", 5, List.of()));
    assertThat(shares()).containsExactly(Map.entry("v1", REQUESTS));
  }

  @Test
  void instancesOfADeploymentShareTheLoad() throws IOException {
    router.publish(TestApp.of(named("one"), named("two")));
    assertThat(shares().get("one")).isBetween(342, 658);
  }

  @Test
  void onlyReadyInstancesTakeRequests() throws IOException {
    RawBackend starting = named("starting");
    RawBackend draining = named("draining");
    router.publish(
        TestApp.of()
            .instances(
                "v1",
                1,
                List.of(
                    named("ready").instance(),
                    TestApp.instance(starting.address(), InstanceState.STARTING),
                    TestApp.instance(draining.address(), InstanceState.DRAINING))));
    assertThat(shares()).containsOnlyKeys("ready");
    assertThat(starting.connections() + draining.connections()).isZero();
  }

  @Test
  void theBusierOfTwoInstancesIsSpared() throws IOException {
    RawBackend busy = router.backend(Script.silence());
    router.publish(TestApp.of(busy));
    for (int i = 0; i < 10; i++) {
      router.client().send(get("/"));
    }
    busy.awaitRequests(10);
    router.publish(TestApp.of(busy, named("free")));
    // With two instances both choices are always compared: the one with ten requests never wins.
    assertThat(shares()).containsExactly(Map.entry("free", REQUESTS));
  }
}
