package io.bellhop.router.http;

import static io.bellhop.router.testing.Messages.chunk;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.post;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.router.testing.Gate;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.ReceivedRequest;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several requests sent before their answers (RFC 9112 §9.3.2). */
class PipeliningTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  @Test
  void answersComeInTheOrderOfTheRequests() throws IOException {
    Gate allSent = new Gate();
    router.serve(
        (connection, request) -> {
          allSent.pass();
          Script.echoTarget().serve(connection, request);
        });
    RawClient client = router.client();
    client.send(get("/1") + get("/2") + get("/3", "Connection: close"));
    allSent.open();
    assertThat(client.readToEnd().texts()).containsExactly("/1", "/2", "/3");
  }

  @Test
  void bodiesOfPipelinedRequestsEndWhereTheyShould() throws IOException {
    RawBackend backend = router.serve(Script.echoTarget());
    String chunked =
        request("POST", "/c", "Transfer-Encoding: chunked") + chunk("abc") + "0\r\n\r\n";
    String message = post("/p", "hello") + chunked + get("/g", "Connection: close");
    assertThat(router.converse(message).texts()).containsExactly("/p", "/c", "/g");
    assertThat(backend.requests())
        .extracting(request -> request.body().text())
        .containsExactly("hello", "abc", "");
  }

  @Test
  void manyPipelinedRequestsAreAllAnswered() throws IOException {
    router.serve(Script.echoTarget());
    List<String> targets = IntStream.range(0, 500).mapToObj(i -> "/" + i).toList();
    StringBuilder message = new StringBuilder();
    targets.forEach(target -> message.append(get(target)));
    RawClient client = router.client();
    client.send(message.toString());
    for (String target : targets) {
      assertThat(client.response().text()).isEqualTo(target);
    }
  }

  @Test
  void nothingAfterAMalformedRequestIsRead() throws IOException {
    RawBackend backend = router.serve(Script.echoTarget());
    var conversation = router.converse(get("/1") + get("/2", "X Y: z") + get("/3"));
    assertThat(conversation.statuses()).containsExactly(200, 400);
    assertThat(backend.requests()).extracting(ReceivedRequest::target).containsExactly("/1");
  }

  @Test
  void aRefusalWaitsForTheAnswersBeforeIt() throws IOException {
    Gate refused = new Gate();
    RawBackend backend =
        router.serve(
            (connection, request) -> {
              refused.pass();
              Script.echoTarget().serve(connection, request);
            });
    RawClient client = router.client();
    client.send(get("/1") + "nonsense\r\n\r\n");
    backend.awaitRequest();
    refused.open();
    assertThat(client.readToEnd().statuses()).containsExactly(200, 400);
  }

  @Test
  void aPipelinedRequestToAnotherAppGetsItsOwnAnswer() throws IOException {
    router.serve(Script.echoTarget());
    String other = "GET /2 HTTP/1.1\r\nHost: nobody.test\r\n\r\n";
    RawClient client = router.client();
    client.send(get("/1") + other + get("/3"));
    assertThat(client.response().text()).isEqualTo("/1");
    assertThat(client.response().status()).isEqualTo(404);
    assertThat(client.response().text()).isEqualTo("/3");
  }
}
