package io.bellhop.router.serving;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppLimits;
import io.bellhop.model.AppTimeouts;
import io.bellhop.model.CheckSpec;
import io.bellhop.model.TrafficMode;
import io.bellhop.router.testing.Body;
import io.bellhop.router.testing.LoadClients;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A paused app loses nothing: its requests wait, and go where the app then is. */
class PauseTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final Duration LONG = Duration.ofSeconds(20);

  private static TestApp app() {
    return TestApp.of(router.backend(Script.answer("v1")))
        .deployment("v2", 0, router.backend(Script.answer("v2")))
        .timeouts(new AppTimeouts(LONG, LONG, LONG, LONG, LONG, LONG));
  }

  private static double held() {
    return router
        .scrape()
        .lines()
        .filter(line -> line.startsWith("bellhop_requests_held{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static RawClient heldClient(String message) throws IOException {
    double before = held();
    RawClient client = router.client();
    client.send(message);
    eventually("a held request", () -> held() == before + 1);
    return client;
  }

  @Test
  void heldRequestsGoWhereTheAppIsWhenItResumes() throws IOException {
    TestApp app = app();
    router.publish(app.mode(TrafficMode.PAUSED));
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      clients.add(heldClient(get("/")));
    }
    router.publish(app.switchTo("v2"));
    assertThat(held()).isEqualTo(5);
    router.publish(app.mode(TrafficMode.SERVING));
    for (RawClient client : clients) {
      assertThat(client.response().text()).isEqualTo("v2");
    }
    assertThat(router.scrape()).contains("reason=\"pause\"");
  }

  @Test
  void pausesUnderLoadFailNoRequest() {
    TestApp app = app();
    router.publish(app);
    try (LoadClients load = LoadClients.start(router, 8, get("/"))) {
      for (int i = 0; i < 20; i++) {
        long before = load.answered();
        router.publish(app.mode(TrafficMode.PAUSED));
        eventually("all clients held", () -> held() == 8);
        router.publish(app.switchTo(i % 2 == 0 ? "v2" : "v1").mode(TrafficMode.SERVING));
        eventually("load between two pauses", () -> load.answered() > before + 16);
      }
      assertThat(load.failures()).isEmpty();
    }
  }

  @Test
  void aBodyIsLeftWhereItIsUntilTheAppResumes() throws IOException {
    RawBackend backend = router.backend(Script.answer("v1"));
    TestApp app = TestApp.of(backend);
    router.publish(app.mode(TrafficMode.PAUSED));
    RawClient client = heldClient(request("POST", "/", "Content-Length: 3"));
    client.send("abc");
    router.publish(app.mode(TrafficMode.SERVING));
    assertThat(client.response().text()).isEqualTo("v1");
    Body body = backend.awaitRequest().readBody();
    assertThat(body.complete()).isTrue();
  }

  @Test
  void whoIsHeldForTooLongIsToldThatTheAppIsPaused() throws IOException {
    AppTimeouts brief = new AppTimeouts(LONG, LONG, LONG, LONG, LONG, Duration.ofMillis(100));
    router.publish(app().timeouts(brief).mode(TrafficMode.PAUSED));
    RawResponse response = router.ask(get("/"));
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.failure()).isEqualTo("app_paused");
  }

  @Test
  void whoFindsNoPlaceIsToldAtOnce() throws IOException {
    AppLimits one = AppLimits.DEFAULT.withBackendBounds(10, 10, 1);
    TestApp app = app().limits(one).mode(TrafficMode.PAUSED);
    router.publish(app);
    heldClient(get("/"));
    assertThat(router.ask(get("/")).failure()).isEqualTo("app_paused");
  }

  @Test
  void aClientThatLeavesFreesItsPlace() throws IOException {
    router.publish(app().mode(TrafficMode.PAUSED));
    RawClient client = heldClient(get("/"));
    client.reset();
    eventually("no held request", () -> held() == 0);
  }

  @Test
  void whatIsHeldWhenTheAppIsStoppedGetsItsPage() throws IOException {
    TestApp app = app().mode(TrafficMode.PAUSED);
    router.publish(app);
    RawClient client = heldClient(get("/"));
    router.publish(app.mode(TrafficMode.STOPPED));
    assertThat(client.response().failure()).isEqualTo("app_stopped");
  }

  @Test
  void whatIsHeldWhenTheAppIsRemovedIsAnswered() throws IOException {
    TestApp app = app().mode(TrafficMode.PAUSED);
    router.publish(app);
    RawClient client = heldClient(get("/"));
    router.remove(app);
    assertThat(client.response().failure()).isEqualTo("no_deployment");
  }

  @Test
  void theHealthPathIsAnsweredForThePausedApp() throws IOException {
    TestApp app =
        app().spec(spec -> spec.withHealth(spec.health().withCheck(CheckSpec.Http.get("/up?x"))));
    router.publish(app.mode(TrafficMode.PAUSED));
    RawClient client = router.client();
    RawResponse response = client.ask(get("/up"));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.fields().first("X-Bellhop-Answer")).contains("paused");
    client.send(request("HEAD", "/up?from=monitor"));
    assertThat(client.responseToHead().status()).isEqualTo(200);
    heldClient(request("POST", "/up", "Content-Length: 0"));
    router.publish(app.mode(TrafficMode.SERVING));
    assertThat(client.ask(get("/up")).text()).isEqualTo("v1");
  }

  @Test
  void theHealthPathOfAStoppedAppIsNotAnsweredForIt() throws IOException {
    TestApp app =
        app().spec(spec -> spec.withHealth(spec.health().withCheck(CheckSpec.Http.get("/up"))));
    router.publish(app.mode(TrafficMode.STOPPED));
    assertThat(router.ask(get("/up")).failure()).isEqualTo("app_stopped");
  }
}
