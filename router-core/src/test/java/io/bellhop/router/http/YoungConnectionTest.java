package io.bellhop.router.http;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.RetrySpec;
import io.bellhop.router.testing.BackendConnection;
import io.bellhop.router.testing.Gate;
import io.bellhop.router.testing.Messages;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.ReceivedRequest;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A request that must not be sent twice takes no connection that might be about to be closed. */
class YoungConnectionTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  /** Every connection that was ever idle is too old here. */
  @RegisterExtension static final RouterFixture wary = start(Duration.ofMillis(1));

  /** No connection is too old here. */
  @RegisterExtension static final RouterFixture easy = start(LONG);

  private static RouterFixture start(Duration reuseUnsafeWithin) {
    return RouterFixture.start(
        TestSettings.oneLoop(TestSettings.retries(reuseUnsafeWithin, 1_024)));
  }

  /** One connection, idle for longer than a wary router trusts it to carry a POST. */
  private static RawBackend withOneIdle(RouterFixture router, TestApp app, RawBackend backend)
      throws IOException {
    router.publish(app);
    router.ask(get("/warm"));
    letTimePass();
    return backend;
  }

  private static void letTimePass() {
    long from = System.nanoTime();
    eventually("2 ms over", () -> System.nanoTime() - from > Duration.ofMillis(2).toNanos());
  }

  private static RawBackend withOneIdle(RouterFixture router) throws IOException {
    RawBackend backend = router.backend(Script.answer("ok"));
    return withOneIdle(router, TestApp.of(backend), backend);
  }

  @Test
  void aPostTakesANewConnectionWhereTheKeptOneIsTooOld() throws IOException {
    RawBackend backend = withOneIdle(wary);
    assertThat(wary.ask(post("/", "hello")).status()).isEqualTo(200);
    assertThat(backend.requests().get(1).connection()).isEqualTo(2);
  }

  @Test
  void aGetTakesTheKeptOneHoweverOldItIs() throws IOException {
    RawBackend backend = withOneIdle(wary);
    assertThat(wary.ask(get("/")).status()).isEqualTo(200);
    assertThat(backend.connections()).isEqualTo(1);
  }

  @Test
  void aPostTakesAKeptOneThatIsYoungEnough() throws IOException {
    RawBackend backend = withOneIdle(easy);
    assertThat(easy.ask(post("/", "hello")).status()).isEqualTo(200);
    assertThat(backend.connections()).isEqualTo(1);
  }

  @Test
  void aPostWithAKeyThatTheAppVouchesForTakesTheKeptOne() throws IOException {
    RawBackend backend = wary.backend(Script.answer("ok"));
    RetrySpec byKey = new RetrySpec(3, 20, 10, LONG, 1_024, true);
    withOneIdle(wary, TestApp.of(backend).retries(byKey), backend);
    assertThat(wary.ask(post("/", "hello", "Idempotency-Key: 1")).status()).isEqualTo(200);
    assertThat(backend.connections()).isEqualTo(1);
  }

  @Test
  void aKeptOneThatIsTooOldMakesRoomWhereNoMoreMayBeOpen() throws IOException {
    RawBackend backend = wary.backend(Script.answer("ok"));
    withOneIdle(wary, TestApp.of(backend).limits(TestApp.limits(10, 1_024, 1)), backend);
    assertThat(wary.ask(post("/", "hello")).status()).isEqualTo(200);
    assertThat(wary.ask(get("/")).status()).isEqualTo(200);
    eventually("one connection", () -> backend.openConnections() == 1);
    assertThat(backend.requests().get(2).connection()).isEqualTo(2);
  }

  @Test
  void aBackendThatClosesIdleConnectionsSoonGetsPostsOnNewOnesOnly() throws IOException {
    Gate bothThere = new Gate();
    Gate closing = new Gate();
    RawBackend backend =
        easy.serve(
            (connection, request) -> {
              request.readBody();
              if (request.method().equals("GET")) {
                bothThere.pass();
              }
              connection.reply(200, "ok");
              if (request.target().equals("/closes")) {
                closing.pass();
                connection.close();
              }
            });
    RawClient one = easy.client();
    one.send(get("/closes"));
    RawClient other = easy.client();
    other.send(get("/stays"));
    backend.awaitRequests(2);
    bothThere.open();
    assertThat(one.response().status()).isEqualTo(200);
    assertThat(other.response().status()).isEqualTo(200);
    eventually("both idle", () -> easy.scrape().contains(IDLE + 2));
    closing.open();
    eventually("one closed", () -> easy.scrape().contains(IDLE + 1));
    assertThat(easy.ask(post("/", "hello")).status()).isEqualTo(200);
    assertThat(backend.connections()).as("a POST takes a new one").isEqualTo(3);
  }

  private static final String IDLE =
      "bellhop_backend_connections{app=\"a\",deployment=\"v1\",state=\"idle\"} ";

  @Test
  void aKeptOneThatSaysSomethingUnaskedIsNotUsed() throws IOException {
    RawBackend backend = easy.serve(YoungConnectionTest::answerAndTalkOn);
    assertThat(easy.ask(get("/")).text()).isEqualTo("ok");
    eventually("the connection closed", () -> backend.openConnections() == 0);
    assertThat(easy.ask(get("/")).text()).isEqualTo("ok");
  }

  @Test
  void norOneThatSaysItRightBehindItsAnswer() throws IOException {
    RawBackend backend = easy.serve(Script.send(Messages.response(200, "ok") + "HTTP/1.1 200 O"));
    for (int i = 1; i <= 3; i++) {
      assertThat(easy.ask(get("/")).text()).isEqualTo("ok");
      assertThat(backend.connections()).isEqualTo(i);
    }
  }

  /** Begins another response, which nobody asked for and which is no whole head. */
  private static void answerAndTalkOn(BackendConnection connection, ReceivedRequest request)
      throws IOException {
    connection.reply(200, "ok");
    letTimePass();
    connection.send("HTTP/1.1 200 O");
    connection.awaitEnd();
    connection.close();
  }
}
