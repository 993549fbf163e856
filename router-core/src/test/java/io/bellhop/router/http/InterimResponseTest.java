package io.bellhop.router.http;

import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.request;
import static io.bellhop.router.testing.Messages.response;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.ReceivedRequest;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 1xx responses and {@code Expect: 100-continue} (RFC 9110 §10.1.1, §15.2). */
class InterimResponseTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final String EARLY_HINTS =
      "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n";

  private static final String EXPECTING =
      request("POST", "/", "Expect: 100-continue", "Content-Length: 5");

  @Test
  void theBackendDecidesWhetherTheBodyMayCome() throws IOException {
    RawBackend backend =
        router.serve(
            (connection, request) -> {
              if (request.expectsContinue()) {
                connection.send("HTTP/1.1 100 Continue\r\n\r\n");
              }
              Script.answer("ok").serve(connection, request);
            });
    RawClient client = router.client();
    client.send(EXPECTING);
    assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 100");
    RawResponse response = client.ask("hello");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.interim()).isEmpty();
    assertThat(backend.requests().get(0).body().text()).isEqualTo("hello");
  }

  @Test
  void aFinalAnswerInPlaceOf100ComesBeforeTheBody() throws IOException {
    RawBackend backend =
        router.serve(
            (connection, request) -> {
              connection.reply(403, "no", "Connection: close");
              connection.shutdownOutput();
              connection.awaitEnd();
              connection.close();
            });
    RawClient client = router.client();
    RawResponse response = client.ask(EXPECTING);
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.interim()).isEmpty();
    assertThat(backend.requests()).hasSize(1).noneMatch(ReceivedRequest::complete);
  }

  @Test
  void aClientThatDoesNotWaitFor100IsServed() throws IOException {
    router.serve(Script.answer("ok"));
    assertThat(router.ask(EXPECTING + "hello").status()).isEqualTo(200);
  }

  @Test
  void anExpectationNobodyKnowsIsNotMet() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    RawResponse response = router.ask(get("/", "Expect: tea"));
    assertThat(response.status()).isIn(200, 417);
    assertThat(backend.requests().size()).isEqualTo(response.status() == 200 ? 1 : 0);
  }

  @Test
  void earlyHintsReachTheClient() throws IOException {
    router.serve(Script.send(EARLY_HINTS + response(200, "ok")));
    RawResponse response = router.ask(get("/"));
    assertThat(response.text()).isEqualTo("ok");
    assertThat(response.interimStatuses()).containsExactly(103);
    assertThat(response.interim().get(0).fields().all("Link"))
        .containsExactly("</a.css>; rel=preload");
  }

  @Test
  void earlyHintsDoNotWaitForTheFinalAnswer() throws IOException {
    router.serve(
        (connection, request) -> {
          connection.send(EARLY_HINTS);
          connection.awaitEnd();
          connection.close();
        });
    RawClient client = router.client();
    client.send(get("/"));
    assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 103");
  }

  @Test
  void severalInterimResponsesDoNoHarm() throws IOException {
    RawBackend backend =
        router.serve(
            Script.send(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
                    + EARLY_HINTS
                    + EARLY_HINTS
                    + response(200, "ok")));
    RawClient client = router.client();
    RawResponse response = client.ask(get("/"));
    assertThat(response.text()).isEqualTo("ok");
    assertThat(response.interimStatuses()).contains(103, 103);
    backend.script(Script.echoTarget());
    assertThat(client.ask(get("/next")).text()).isEqualTo("/next");
    assertThat(router.ask(get("/other")).text()).isEqualTo("/other");
  }

  @Test
  void anHttp10ClientGetsNoInterimResponse() throws IOException {
    router.serve(Script.send(EARLY_HINTS + response(200, "ok")));
    RawResponse response = router.ask("GET / HTTP/1.0\r\nHost: a.test\r\n\r\n");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.interim()).isEmpty();
  }
}
