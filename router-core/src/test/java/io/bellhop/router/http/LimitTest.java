package io.bellhop.router.http;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.chunk;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.post;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppLimits;
import io.bellhop.router.settings.ClientLimits;
import io.bellhop.router.testing.Gate;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.ReceivedRequest;
import io.bellhop.router.testing.Refusal;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Wire.End;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is too long, too much or too many is refused by its own status. */
class LimitTest {
  private static final int CONNECTIONS = 20;

  @RegisterExtension
  static final RouterFixture router =
      RouterFixture.start(
          TestSettings.with(new ClientLimits(1_000, 4_000, 30, CONNECTIONS, 8_000)));

  private RawBackend serve(AppLimits limits, Script script) {
    RawBackend backend = router.backend(script);
    router.publish(TestApp.of(backend).limits(limits));
    return backend;
  }

  @Test
  void aTargetThatIsTooLongIsA414() throws IOException {
    RawResponse response = Refusal.assertRefused(router, get("/" + "a".repeat(1_100)));
    assertThat(response.status()).isEqualTo(414);
    assertThat(response.failure()).isEqualTo("target_too_long");
  }

  @Test
  void aTargetWithoutEndIsRefusedBeforeItEnds() throws IOException {
    var conversation = router.converse("GET /" + "a".repeat(200_000));
    assertThat(conversation.statuses()).containsExactly(414);
    assertThat(conversation.end()).isNotEqualTo(End.OPEN);
  }

  @Test
  void fieldsThatAreTooLargeAreA431() throws IOException {
    RawResponse response = Refusal.assertRefused(router, get("/", "X: " + "b".repeat(5_000)));
    assertThat(response.status()).isEqualTo(431);
    assertThat(response.failure()).isEqualTo("head_too_large");
  }

  @Test
  void tooManyFieldsAreA431() throws IOException {
    String[] fields = new String[31];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = "X-" + i + ": y";
    }
    RawResponse response = Refusal.assertRefused(router, get("/", fields));
    assertThat(response.status()).isEqualTo(431);
    assertThat(response.failure()).isEqualTo("head_too_large");
  }

  @Test
  void trailersAreBoundedToo() throws IOException {
    String message =
        request("POST", "/", "Transfer-Encoding: chunked")
            + "0\r\nX: "
            + "b".repeat(9_000)
            + "\r\n\r\n";
    assertThat(Refusal.assertBodyRefused(router, message).status()).isIn(400, 431);
  }

  @Test
  void aBodyAnnouncedAsTooLongNeverReachesTheBackend() throws IOException {
    RawBackend backend = serve(TestApp.limits(10, 4, 10), Script.answer("ok"));
    RawResponse response = router.ask(post("/", "hello"));
    assertThat(response.status()).isEqualTo(413);
    assertThat(response.failure()).isEqualTo("body_too_large");
    assertThat(backend.requests()).isEmpty();
  }

  @Test
  void aChunkedBodyThatGrowsTooLongIsCut() throws IOException {
    RawBackend backend = serve(TestApp.limits(10, 8, 10), Script.answer("ok"));
    RawClient client = router.client();
    client.send(request("POST", "/", "Transfer-Encoding: chunked") + chunk("hello"));
    backend.awaitRequest();
    client.send(chunk("hello") + "0\r\n\r\n");
    assertThat(client.response().failure()).isEqualTo("body_too_large");
    eventually("the backend's side closed", () -> backend.openConnections() == 0);
    assertThat(backend.requests()).noneMatch(ReceivedRequest::complete);
  }

  @Test
  void aChunkedBodyThatIsTooLongAtOnceNeverReachesTheBackend() throws IOException {
    RawBackend backend = serve(TestApp.limits(10, 8, 10), Script.answer("ok"));
    String body = chunk("hello") + chunk("hello") + "0\r\n\r\n";
    RawResponse response = router.ask(request("POST", "/", "Transfer-Encoding: chunked") + body);
    assertThat(response.status()).isEqualTo(413);
    assertThat(router.ask(get("/next")).status()).isEqualTo(200);
    assertThat(backend.requests()).extracting(ReceivedRequest::target).containsExactly("/next");
  }

  @Test
  void aBodyOfExactlyTheLimitPasses() throws IOException {
    serve(TestApp.limits(10, 5, 10), Script.answer("ok"));
    assertThat(router.ask(post("/", "hello")).status()).isEqualTo(200);
  }

  @Test
  void moreRequestsAtOnceThanTheAppTakesAreRefused() throws IOException {
    Gate gate = new Gate();
    RawBackend backend =
        serve(
            TestApp.limits(2, 1_000, 10),
            (connection, request) -> {
              gate.pass();
              connection.reply(200, "ok");
            });
    RawClient first = router.client();
    RawClient second = router.client();
    first.send(get("/1"));
    second.send(get("/2"));
    backend.awaitRequests(2);
    RawResponse refused = router.ask(get("/3"));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.failure()).isEqualTo("app_saturated");
    assertThat(refused.fields().has("Retry-After")).isTrue();
    gate.open();
    assertThat(first.response().status()).isEqualTo(200);
    assertThat(second.response().status()).isEqualTo(200);
    assertThat(router.ask(get("/4")).status()).isEqualTo(200);
    assertThat(backend.requests()).extracting(ReceivedRequest::target).doesNotContain("/3");
  }

  @Test
  void aClientThatLeavesFreesItsPlaceInTheApp() throws IOException {
    RawBackend backend = serve(TestApp.limits(1, 1_000, 10), Script.silence());
    RawClient first = router.client();
    first.send(get("/1"));
    backend.awaitRequests(1);
    first.reset();
    backend.script(Script.answer("ok"));
    eventually("a free place", () -> router.ask(get("/2")).status() == 200);
  }

  @Test
  void connectionsBeyondTheLimitAreClosedAndTheOthersServed() throws IOException {
    router.serve(Script.answer("ok"));
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      RawClient client = router.client();
      assertThat(client.ask(get("/")).status()).isEqualTo(200);
      clients.add(client);
    }
    assertThat(router.client().awaitEnd()).isNotEqualTo(End.OPEN);
    assertThat(clients.get(0).ask(get("/")).status()).isEqualTo(200);
    clients.get(1).close();
    eventually(
        "a free place",
        () -> !router.converse(get("/", "Connection: close")).responses().isEmpty());
  }

  @Test
  void aResponseHeadBeyondTheLimitIsA502() throws IOException {
    router.serve(Script.answer("ok", "X: " + "a".repeat(9_000)));
    RawResponse response = router.ask(get("/"));
    assertThat(response.status()).isEqualTo(502);
    assertThat(response.failure()).isEqualTo("response_head_too_large");
  }

  @Test
  void manyHalfSentHeadsDoNotHoldUpAWholeOne() throws IOException {
    router.serve(Script.answer("ok"));
    for (int i = 0; i < CONNECTIONS - 1; i++) {
      router.client().send("GET / HTTP/1.1\r\nHost: a.test\r\nX-Slow: ");
    }
    assertThat(router.ask(get("/")).status()).isEqualTo(200);
  }
}
