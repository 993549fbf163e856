package io.bellhop.router.serving;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppName;
import io.bellhop.model.AppTimeouts;
import io.bellhop.model.BalanceSpec;
import io.bellhop.model.BalanceStrategy;
import io.bellhop.model.HashKey;
import io.bellhop.model.Instance;
import io.bellhop.router.BackendLoad;
import io.bellhop.router.settings.PoolSettings;
import io.bellhop.router.testing.FullBacklog;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the router tells of each backend, and what it does about one that accepts nothing. */
class LoadsTest {
  private static final int MAX_CONNECTING = 2;
  private static final Duration LONG = Duration.ofSeconds(20);

  @RegisterExtension
  static final RouterFixture router =
      RouterFixture.start(
          TestSettings.oneLoop(
              new PoolSettings(
                  PoolSettings.DEFAULT.maxIdlePerBackend(),
                  PoolSettings.DEFAULT.idleTimeout(),
                  PoolSettings.DEFAULT.reuseUnsafeWithin(),
                  PoolSettings.DEFAULT.maxReplayBytes(),
                  MAX_CONNECTING)));

  private static List<BackendLoad> loads() {
    return router.router().loads(new AppName("a"));
  }

  private static TestApp roundRobin(TestApp app) {
    BalanceSpec balance =
        new BalanceSpec(
            BalanceStrategy.ROUND_ROBIN,
            new HashKey.ClientAddress(),
            BalanceSpec.DEFAULT.slowStart());
    return app.spec(spec -> spec.withBalance(balance));
  }

  @Test
  void aBackendIsTellingOfWhatItHasUnderWayAndHowSoonItAnswers() throws IOException {
    RawBackend backend = router.backend(Script.answer("ok"));
    RawBackend idle = router.backend(Script.answer("ok"));
    router.publish(TestApp.of(backend).deployment("v2", 0, idle));
    router.ask(get("/"));
    backend.script(Script.silence());
    router.client().send(get("/"));
    backend.awaitRequests(2);
    BackendLoad load = loads().get(0);
    assertThat(load.address()).isEqualTo(backend.address());
    assertThat(load.inFlight()).isEqualTo(1);
    assertThat(load.median().orElseThrow()).isBetween(Duration.ZERO, LONG);
    assertThat(load.p99()).isPresent();
    assertThat(load.sharePercent()).isEqualTo(100);
    assertThat(load.circuitOpen()).isFalse();
    assertThat(loads().get(1).deployment().value()).isEqualTo("v2");
    assertThat(loads().get(1).median()).isEmpty();
  }

  @Test
  void anAppThatIsNotThereHasNoLoads() {
    assertThat(router.router().loads(new AppName("nobody"))).isEmpty();
  }

  @Test
  void aBackendThatAcceptsNothingIsPassedOverOnceTooManyConnectsAreUnderWay() throws IOException {
    RawBackend good = router.backend(Script.answer("ok"));
    try (FullBacklog stuck = FullBacklog.listen()) {
      TestApp app =
          TestApp.of()
              .instances("v1", 1, List.of(Instance.ready(stuck.address()), good.instance()))
              .timeouts(new AppTimeouts(LONG, LONG, LONG, LONG, LONG, LONG));
      router.publish(roundRobin(app));
      for (int i = 0; i < 2 * MAX_CONNECTING; i++) {
        router.client().send(get("/"));
      }
      eventually(
          "an open circuit", () -> loads().stream().filter(BackendLoad::circuitOpen).count() == 1);
      RawClient client = router.client();
      for (int i = 0; i < 20; i++) {
        assertThat(client.ask(get("/")).text()).isEqualTo("ok");
      }
      assertThat(router.scrape()).contains("bellhop_backend_circuit_openings_total{app=\"a\"");
    }
  }
}
