package io.bellhop.router.http;

import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.ReceivedRequest;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Uploads;
import io.bellhop.router.testing.Wire.End;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers that come before the request was read to its end (RFC 9112 §9.5, §9.6). */
class EarlyResponseTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final long TWENTY_MEBIBYTES = 20L << 20;

  private static RawResponse uploadAgainst(Script script) throws IOException {
    router.serve(script);
    RawClient client = router.client();
    Uploads.inBackground(client, "/", TWENTY_MEBIBYTES);
    return client.response();
  }

  @Test
  void aRefusalOfALargeUploadReachesTheClient() throws IOException {
    RawResponse response =
        uploadAgainst(
            (connection, request) -> {
              connection.reply(413, "too large", "Connection: close");
              connection.shutdownOutput();
              connection.awaitEnd();
              connection.close();
            });
    assertThat(response.status()).isEqualTo(413);
    assertThat(response.text()).isEqualTo("too large");
  }

  @Test
  void aRefusalFollowedByAResetReachesTheClient() throws IOException {
    RawResponse response =
        uploadAgainst(
            (connection, request) -> {
              connection.reply(413, "too large", "Connection: close");
              connection.close();
            });
    assertThat(response.status()).isEqualTo(413);
  }

  @Test
  void theRestOfTheBodyIsNeverTakenForARequest() throws IOException {
    RawBackend backend =
        router.serve(
            (connection, request) -> {
              connection.reply(200, "early");
              request.readBody();
            });
    String inner = get("/smuggled");
    RawClient client = router.client();
    RawResponse response = client.ask(request("POST", "/", "Content-Length: " + inner.length()));
    assertThat(response.text()).isEqualTo("early");
    client.send(inner);
    client.shutdownOutput();
    assertThat(client.readToEnd().responses()).isEmpty();
    assertThat(backend.requests()).extracting(ReceivedRequest::target).doesNotContain("/smuggled");
  }

  @Test
  void aConnectionWhoseBodyIsUnreadIsNotReused() throws IOException {
    RawBackend backend =
        router.serve(
            (connection, request) -> {
              connection.reply(200, "early");
              connection.awaitEnd();
              connection.close();
            });
    RawClient client = router.client();
    client.ask(request("POST", "/", "Content-Length: 1000") + "x");
    client.close();
    backend.script(Script.echoTarget());
    assertThat(router.ask(get("/own")).text()).isEqualTo("/own");
    assertThat(backend.requests()).extracting(ReceivedRequest::connection).containsExactly(1, 2);
  }

  @Test
  void aClientThatIsRefusedEarlySeesTheAnswerAndThenAnEnd() throws IOException {
    router.serve(
        (connection, request) -> {
          connection.reply(403, "no", "Connection: close");
          connection.close();
        });
    RawClient client = router.client();
    client.send(request("POST", "/", "Content-Length: 1000") + "x");
    RawClient.Conversation conversation = client.readToEnd();
    assertThat(conversation.statuses()).containsExactly(403);
    assertThat(conversation.end()).isEqualTo(End.FIN);
  }
}
