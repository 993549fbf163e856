package io.bellhop.router.serving;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppTimeouts;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.plane.CutRequest;
import io.bellhop.model.plane.DataPlane;
import io.bellhop.model.plane.DeploymentReport;
import io.bellhop.router.testing.Gate;
import io.bellhop.router.testing.LoadClients;
import io.bellhop.router.testing.Messages;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Tunnels;
import io.bellhop.router.testing.Wire.End;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a rollout steers and watches, over real connections. */
class DataPlaneTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final DeploymentName V1 = new DeploymentName("v1");
  private static final DeploymentName V2 = new DeploymentName("v2");
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String GOING_AWAY = "\u0088\u0002\u0003\u00e9";

  private final DataPlane plane = router.router().dataPlane();

  private static RawBackend named(String name) {
    return router.backend(Script.answer(name));
  }

  private DeploymentReport report(TestApp app, DeploymentName deployment) {
    return plane.report(app.name()).deployment(deployment);
  }

  private void awaitApplied(TestApp app) {
    long epoch = app.build().traffic().epoch();
    eventually("the epoch applied", () -> plane.report(app.name()).epoch() == epoch);
  }

  private static TestApp twoDeployments(RawBackend old, RawBackend next) {
    return TestApp.of(old).deployment("v2", 0, next);
  }

  @Test
  void aDrainIsOverWhenItsLastResponseEnds() throws IOException {
    Gate switched = new Gate();
    RawBackend old =
        router.backend(
            (connection, request) -> {
              switched.pass();
              connection.reply(200, "v1");
            });
    TestApp app = twoDeployments(old, named("v2"));
    router.publish(app);
    RawClient client = router.client();
    client.send(get("/"));
    old.awaitRequest();
    CompletableFuture<DeploymentReport> idle = new CompletableFuture<>();
    plane.watch(app.name(), () -> completeWhenIdle(app, idle));
    router.publish(app.switchTo("v2"));
    awaitApplied(app);
    assertThat(report(app, V1).inFlight()).isEqualTo(1);
    assertThat(idle).isNotDone();
    switched.open();
    assertThat(client.response().text()).isEqualTo("v1");
    assertThat(idle).succeedsWithin(LONG);
    assertThat(idle.join().lastEndMillis()).isPositive();
    plane.unwatch(app.name());
  }

  private void completeWhenIdle(TestApp app, CompletableFuture<DeploymentReport> idle) {
    DeploymentReport report = report(app, V1);
    if (report.isIdle()) {
      idle.complete(report);
    }
  }

  @Test
  void noRequestReachesADeploymentOnceItsDrainIsOver() {
    AtomicInteger onOne = new AtomicInteger();
    AtomicInteger onTwo = new AtomicInteger();
    TestApp app = twoDeployments(router.backend(counting(onOne)), router.backend(counting(onTwo)));
    router.publish(app);
    try (LoadClients load = LoadClients.start(router, 8, get("/"))) {
      for (int i = 0; i < 50; i++) {
        DeploymentName old = i % 2 == 0 ? V1 : V2;
        AtomicInteger onOld = i % 2 == 0 ? onOne : onTwo;
        router.publish(app.switchTo(i % 2 == 0 ? "v2" : "v1"));
        awaitApplied(app);
        eventually("the old drained", () -> report(app, old).isIdle());
        int drained = onOld.get();
        long before = load.answered();
        eventually("load after the drain", () -> load.answered() > before + 8);
        assertThat(onOld).hasValue(drained);
      }
      assertThat(load.failures()).isEmpty();
    }
  }

  private static Script counting(AtomicInteger requests) {
    return (connection, request) -> {
      requests.incrementAndGet();
      connection.reply(200, "ok");
    };
  }

  @Test
  void anInstanceThatIsGoneCountsUntilItsRequestsEnd() throws IOException {
    Gate removed = new Gate();
    RawBackend old =
        router.backend(
            (connection, request) -> {
              removed.pass();
              connection.reply(200, "late");
            });
    TestApp app = twoDeployments(old, named("v2"));
    router.publish(app);
    RawClient client = router.client();
    client.send(get("/"));
    old.awaitRequest();
    router.publish(app.switchTo("v2").instances("v1", 0, List.of()));
    awaitApplied(app);
    assertThat(report(app, V1).inFlight()).isEqualTo(1);
    removed.open();
    assertThat(client.response().text()).isEqualTo("late");
    eventually("the last request ended", () -> report(app, V1).isIdle());
  }

  @Test
  void failuresAreCountedByDeployment() throws IOException {
    TestApp app = TestApp.of(router.backend(Script.send(Messages.response(500, "no"))));
    router.publish(app);
    router.ask(get("/"));
    router.ask(get("/"));
    eventually("both ended", () -> report(app, V1).requests() >= 2);
    assertThat(report(app, V1).failures()).isEqualTo(report(app, V1).requests());
  }

  private void warm(TestApp app, RawBackend backend) {
    assertThat(plane.warm(app.name(), V2)).succeedsWithin(10, TimeUnit.SECONDS);
    eventually("two connections from each loop", () -> backend.connections() == 4);
  }

  @Test
  void warmingOpensConnectionsThatTheFirstRequestsUse() throws IOException {
    RawBackend next = named("v2");
    TestApp app = twoDeployments(named("v1"), next);
    router.publish(app);
    warm(app, next);
    router.publish(app.switchTo("v2"));
    assertThat(router.ask(get("/")).text()).isEqualTo("v2");
    assertThat(next.connections()).isEqualTo(4);
  }

  @Test
  void warmingAgainOpensNothingMore() throws IOException {
    RawBackend next = named("v2");
    TestApp app = twoDeployments(named("v1"), next);
    router.publish(app);
    warm(app, next);
    warm(app, next);
    router.publish(app.switchTo("v2"));
    assertThat(router.ask(get("/")).text()).isEqualTo("v2");
    assertThat(next.connections()).isEqualTo(4);
  }

  @Test
  void warmingWhatDoesNotListenEnds() {
    RawBackend next = named("v2");
    TestApp app = twoDeployments(named("v1"), next);
    router.publish(app);
    next.stopListening();
    assertThat(plane.warm(app.name(), V2)).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(plane.warm(TestApp.named("nobody").name(), V2)).isCompleted();
  }

  @Test
  void whatWasWarmedForNothingIsClosedWhenItIsRetired() {
    RawBackend next = named("v2");
    TestApp app = twoDeployments(named("v1"), next);
    router.publish(app);
    warm(app, next);
    plane.retire(app.name(), V2);
    eventually("no open connection", () -> next.openConnections() == 0);
  }

  private List<CutRequest> cut(TestApp app) {
    CompletableFuture<List<CutRequest>> cut = plane.cut(app.name(), V1).toCompletableFuture();
    return cut.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Test
  void whatDrainsIsNotWarmedAndKeepsNoConnection() throws IOException {
    Gate switched = new Gate();
    RawBackend old =
        router.backend(
            (connection, request) -> {
              switched.pass();
              connection.reply(200, "v1");
            });
    TestApp app = twoDeployments(old, named("v2"));
    router.publish(app);
    RawClient client = router.client();
    client.send(get("/"));
    old.awaitRequest();
    router.publish(app.switchTo("v2"));
    awaitApplied(app);
    assertThat(plane.warm(app.name(), V1).toCompletableFuture()).succeedsWithin(LONG);
    assertThat(old.openConnections()).isEqualTo(1);
    switched.open();
    assertThat(client.response().text()).isEqualTo("v1");
    eventually("no open connection", () -> old.openConnections() == 0);
  }

  @Test
  void cuttingAnswersWhoGotNoByteYetAndListsIt() throws IOException {
    RawBackend old = router.backend(Script.silence());
    TestApp app = twoDeployments(old, named("v2"));
    router.publish(app);
    RawClient client = router.client();
    client.send(get("/slow?x=1"));
    old.awaitRequest();
    router.publish(app.switchTo("v2"));
    awaitApplied(app);
    List<CutRequest> cut = cut(app);
    assertThat(cut).hasSize(1);
    assertThat(cut.get(0).path()).isEqualTo("/slow");
    assertThat(cut.get(0).upgraded()).isFalse();
    RawResponse response = client.response();
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.failure()).isEqualTo("drain_cut");
    assertThat(report(app, V1).isIdle()).isTrue();
    assertThat(cut(app)).isEmpty();
    assertThat(router.scrape()).contains("code=\"drain_cut\"");
  }

  @Test
  void cuttingWaitsForNoEventLoop() throws IOException {
    RawBackend old = router.backend(Script.silence());
    TestApp app = twoDeployments(old, named("v2"));
    router.publish(app);
    router.client().send(get("/slow"));
    old.awaitRequest();
    router.publish(app.switchTo("v2"));
    awaitApplied(app);
    Gate busy = new Gate();
    router.router().connector().config().group().forEach(loop -> loop.execute(busy::pass));
    CompletableFuture<List<CutRequest>> cut = plane.cut(app.name(), V1).toCompletableFuture();
    assertThat(cut).isNotDone();
    busy.open();
    assertThat(cut).succeedsWithin(LONG).satisfies(requests -> assertThat(requests).hasSize(1));
  }

  @Test
  void cuttingAResponseThatHasBegunIsSeenByItsClient() throws IOException {
    RawBackend old =
        router.backend(
            (connection, request) -> {
              connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
              connection.awaitEnd();
            });
    TestApp app = twoDeployments(old, named("v2"));
    router.publish(app);
    RawClient client = router.client();
    client.send(get("/"));
    client.until("one");
    router.publish(app.switchTo("v2"));
    awaitApplied(app);
    assertThat(cut(app)).hasSize(1);
    assertThat(client.awaitEnd()).isNotEqualTo(End.OPEN);
  }

  @Test
  void whatTakesRequestsIsNotCut() throws IOException {
    Gate asked = new Gate();
    RawBackend backend =
        router.backend(
            (connection, request) -> {
              asked.pass();
              connection.reply(200, "whole");
            });
    TestApp app = TestApp.of(backend);
    router.publish(app);
    RawClient client = router.client();
    client.send(get("/"));
    backend.awaitRequest();
    assertThat(cut(app)).isEmpty();
    asked.open();
    assertThat(client.response().text()).isEqualTo("whole");
  }

  private static TestApp webSockets(Duration drain, Script script) {
    AppTimeouts timeouts = TestApp.timeouts(LONG, LONG, LONG, LONG, drain);
    return twoDeployments(router.backend(script), named("v2")).timeouts(timeouts);
  }

  @Test
  void aWebSocketIsToldToCloseBetweenTwoFrames() throws IOException {
    Gate told = new Gate();
    CompletableFuture<String> answer = new CompletableFuture<>();
    TestApp app =
        webSockets(
            Duration.ofMillis(100),
            (connection, request) -> {
              connection.send(Tunnels.SWITCHING + "\u0082\u0003abc\u0082\u0004fo");
              told.pass();
              connection.send("ur\u0082\u0003not");
              answer.complete(connection.text(8));
              connection.close();
            });
    router.publish(app);
    RawClient client = router.client();
    client.ask(Tunnels.webSocketRequest("/chat"));
    assertThat(client.text(9)).isEqualTo("\u0082\u0003abc\u0082\u0004fo");
    router.publish(app.switchTo("v2"));
    awaitApplied(app);
    assertThat(report(app, V1).upgraded()).isEqualTo(1);
    assertThat(client.awaitEnd(Duration.ofMillis(400))).isEqualTo(End.OPEN);
    told.open();
    assertThat(client.text(2 + GOING_AWAY.length())).isEqualTo("ur" + GOING_AWAY);
    String close = "\u0088\u0082\u0000\u0000\u0000\u0000\u0003\u00e9";
    client.send(close);
    assertThat(answer).succeedsWithin(LONG).isEqualTo(close);
    assertThat(client.awaitEnd()).isNotEqualTo(End.OPEN);
    eventually("the tunnel's end", () -> report(app, V1).isIdle());
    assertThat(report(app, V1).told()).isEqualTo(1);
    assertThat(router.scrape()).contains("bellhop_websockets_told_total");
  }

  @Test
  void aTunnelThatIsNoWebSocketIsClosedAfterItsGrace() throws IOException {
    TestApp app =
        webSockets(
            Duration.ofMillis(100),
            (connection, request) -> {
              connection.send(
                  "HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\nhello");
              connection.awaitEnd();
            });
    router.publish(app);
    RawClient client = router.client();
    client.ask(get("/", "Connection: upgrade", "Upgrade: other"));
    assertThat(client.text(5)).isEqualTo("hello");
    router.publish(app.switchTo("v2"));
    assertThat(client.awaitEnd(Duration.ofSeconds(3))).isNotEqualTo(End.OPEN);
    assertThat(report(app, V1).told()).isZero();
  }

  @Test
  void tunnelsAreCutToo() throws IOException {
    TestApp app = webSockets(LONG, Tunnels.echo(""));
    router.publish(app);
    RawClient client = router.client();
    client.ask(Tunnels.webSocketRequest("/chat"));
    router.publish(app.switchTo("v2"));
    awaitApplied(app);
    assertThat(cut(app)).extracting(CutRequest::upgraded).containsExactly(true);
    assertThat(client.awaitEnd()).isNotEqualTo(End.OPEN);
    eventually("the tunnel's end", () -> report(app, V1).isIdle());
  }

  @Test
  void aTunnelThatBeginsAfterItsBackendWasRetiredIsClosedTooInTime() throws IOException {
    Gate switched = new Gate();
    TestApp app =
        webSockets(
            Duration.ofMillis(100),
            (connection, request) -> {
              switched.pass();
              connection.send(Tunnels.SWITCHING);
              connection.awaitEnd();
            });
    router.publish(app);
    RawClient client = router.client();
    client.send(Tunnels.webSocketRequest("/chat"));
    eventually("a request under way", () -> report(app, V1).inFlight() == 1);
    router.publish(app.switchTo("v2"));
    awaitApplied(app);
    switched.open();
    assertThat(client.response().status()).isEqualTo(101);
    assertThat(client.text(GOING_AWAY.length())).isEqualTo(GOING_AWAY);
  }
}
