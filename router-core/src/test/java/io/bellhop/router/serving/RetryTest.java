package io.bellhop.router.serving;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.Instance;
import io.bellhop.router.testing.FullBacklog;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A backend that cannot be connected to costs no request while another one can. */
class RetryTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static RawBackend refusing() {
    RawBackend backend = router.backend(Script.answer("never"));
    backend.stopListening();
    return backend;
  }

  @Test
  void aRefusedConnectionLeadsToAnotherBackend() throws IOException {
    router.publish(TestApp.of(refusing(), router.backend(Script.answer("ok"))));
    for (int i = 0; i < 20; i++) {
      assertThat(router.ask(get("/")).text()).isEqualTo("ok");
    }
  }

  @Test
  void evenAPostMayGoElsewhereWhileNothingOfItWasSent() throws IOException {
    RawBackend good = router.backend(Script.answer("ok"));
    router.publish(TestApp.of(refusing(), good));
    for (int i = 0; i < 20; i++) {
      assertThat(router.ask(post("/", "hello")).text()).isEqualTo("ok");
    }
    assertThat(good.requests())
        .hasSize(20)
        .allMatch(request -> request.body().text().equals("hello"));
  }

  @Test
  void triesElsewhereAreCounted() throws IOException {
    router.publish(TestApp.of(refusing(), router.backend(Script.answer("ok"))));
    eventually(
        "a retry counted",
        () -> {
          router.ask(get("/"));
          return router
              .scrape()
              .lines()
              .anyMatch(line -> line.startsWith("bellhop_retries_total{app=\"a\""));
        });
  }

  @Test
  void whereNoneCanBeConnectedToTheAnswerIsA502() throws IOException {
    router.publish(TestApp.of(refusing(), refusing()));
    RawResponse response = router.ask(get("/"));
    assertThat(response.status()).isEqualTo(502);
    assertThat(response.failure()).isEqualTo("connect_refused");
  }

  @Test
  void aBackendThatListensAgainIsServedFrom() throws IOException {
    RawBackend backend = refusing();
    router.publish(TestApp.of(backend));
    assertThat(router.ask(get("/")).status()).isEqualTo(502);
    backend.listenAgain();
    eventually("the backend back", () -> router.ask(get("/")).text().equals("never"));
  }

  @Test
  void aBackendWhoseNameHasNoAddressIsNamedAsSuch() throws IOException {
    var nowhere = Instance.ready(new BackendAddress("nowhere.invalid", 80));
    router.publish(TestApp.of().instances("v1", 1, List.of(nowhere)));
    RawResponse response = router.ask(get("/"));
    assertThat(response.status()).isEqualTo(502);
    assertThat(response.failure()).isEqualTo("backend_unresolved");
  }

  @Test
  void aBackendGivenByNameIsResolved() throws IOException {
    RawBackend backend = router.backend(Script.answer("ok"));
    var byName = Instance.ready(new BackendAddress("localhost", backend.address().port()));
    router.publish(TestApp.of().instances("v1", 1, List.of(byName)));
    assertThat(router.ask(get("/")).text()).isEqualTo("ok");
  }

  private static void publish(FullBacklog full) {
    Duration ample = Duration.ofSeconds(20);
    router.publish(
        TestApp.of()
            .instances("v1", 1, List.of(Instance.ready(full.address())))
            .timeouts(TestApp.timeouts(Duration.ofMillis(200), ample, ample, ample, ample)));
  }

  @Test
  void aConnectionThatIsNotAcceptedInTimeIsA504() throws IOException {
    try (FullBacklog full = FullBacklog.listen()) {
      publish(full);
      RawResponse response = router.ask(get("/"));
      assertThat(response.status()).isEqualTo(504);
      assertThat(response.failure()).isEqualTo("connect_timeout");
    }
  }

  @Test
  void aClientThatLeavesWhileConnectingTakesItsRequestWithIt() throws IOException {
    try (FullBacklog full = FullBacklog.listen()) {
      publish(full);
      RawClient client = router.client();
      client.send(get("/"));
      eventually("a request", () -> router.router().activity().requests() == 1);
      client.reset();
      eventually("no request", () -> router.router().activity().requests() == 0);
      eventually("no attempt to connect", () -> !router.scrape().contains(CONNECTING));
      assertThat(router.router().activity().requests()).isZero();
      assertThat(router.scrape()).contains("code=\"client_left\"");
    }
  }

  private static final String CONNECTING =
      "bellhop_backend_connections{app=\"a\",deployment=\"v1\",state=\"active\"} 1";
}
