package io.bellhop.router.http;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.chunk;
import static io.bellhop.router.testing.Messages.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.router.testing.Gate;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Wire.End;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that leaves takes its request with it; one that only stops sending does not. */
class ClientAbortTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  @Test
  void aBackendThatIsStillThinkingIsToldByAClose() throws IOException {
    CompletableFuture<End> seen = new CompletableFuture<>();
    RawBackend backend =
        router.serve(
            (connection, request) -> {
              seen.complete(connection.awaitEnd());
              connection.close();
            });
    RawClient client = router.client();
    client.send(get("/"));
    backend.awaitRequest();
    client.reset();
    assertThat(seen.join()).isNotEqualTo(End.OPEN);
  }

  @Test
  void aBackendThatStreamsIsStopped() throws IOException {
    CompletableFuture<IOException> stopped = new CompletableFuture<>();
    router.serve(
        (connection, request) -> {
          connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          try {
            while (true) {
              connection.send(chunk("z".repeat(1_024)));
            }
          } catch (IOException e) {
            stopped.complete(e);
            throw e;
          }
        });
    RawClient client = router.client();
    client.send(get("/"));
    client.until("zzz");
    client.reset();
    assertThat(stopped.join()).isNotNull();
  }

  @Test
  void aClientThatShutsItsSendingSideStillGetsItsAnswer() throws IOException {
    Gate halfClosed = new Gate();
    RawBackend backend =
        router.serve(
            (connection, request) -> {
              halfClosed.pass();
              Script.answer("ok").serve(connection, request);
            });
    RawClient client = router.client();
    client.send(get("/"));
    backend.awaitRequest();
    client.shutdownOutput();
    halfClosed.open();
    assertThat(client.response().text()).isEqualTo("ok");
    assertThat(client.awaitEnd()).isEqualTo(End.FIN);
  }

  @Test
  void anAbortIsCountedAsTheClientsDoing() throws IOException {
    RawBackend backend = router.serve(Script.silence());
    RawClient client = router.client();
    client.send(get("/"));
    backend.awaitRequest();
    client.reset();
    eventually(
        "the failure counted",
        () ->
            router
                .scrape()
                .contains(
                    "bellhop_failures_total{app=\"a\",code=\"client_left\",fault=\"client\"}"));
  }
}
