package io.bellhop.router.http;

import static io.bellhop.router.testing.Messages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.router.testing.Gate;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Tunnels;
import io.bellhop.router.testing.Uploads;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever reads slowly holds up whoever sends to them, and nothing piles up in between. */
class BackpressureTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final long MUCH = 256L << 20;

  /** The kernel's buffers on four sockets, grown to their most, and some for the router. */
  private static final long BOUND = 32L << 20;

  private static final Duration STANDSTILL = Duration.ofMillis(400);

  /** Waits until nothing more is taken for a while, and tells how much was. */
  private static long takenAtStandstill(AtomicLong taken) {
    AtomicLong last = new AtomicLong(-1);
    await("a standstill")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(STANDSTILL)
        .until(() -> taken.get() > 0 && last.getAndSet(taken.get()) == taken.get());
    return taken.get();
  }

  @Test
  void aClientThatDoesNotReadStopsTheBackend() throws IOException {
    AtomicLong taken = new AtomicLong();
    router.serve(
        (connection, request) -> {
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + MUCH + "\r\n\r\n");
          Uploads.send(connection, MUCH, taken);
        });
    RawClient client = router.client(65_536);
    client.send(get("/"));
    assertThat(takenAtStandstill(taken)).isLessThan(BOUND);
    client.reset();
  }

  @Test
  void aBackendThatDoesNotReadStopsTheClient() throws IOException {
    Gate done = new Gate();
    router.serve((connection, request) -> done.pass());
    RawClient client = router.client();
    AtomicLong taken = Uploads.inBackground(client, "/", MUCH);
    assertThat(takenAtStandstill(taken)).isLessThan(BOUND);
    client.reset();
    done.open();
  }

  @Test
  void aTunnelHoldsBackWhoeverSendsTooMuch() throws IOException {
    AtomicLong taken = new AtomicLong();
    router.serve(
        (connection, request) -> {
          connection.send(Tunnels.SWITCHING);
          Uploads.send(connection, MUCH, taken);
        });
    RawClient client = router.client(65_536);
    client.ask(Tunnels.webSocketRequest("/"));
    assertThat(takenAtStandstill(taken)).isLessThan(BOUND);
    client.reset();
  }

  @Test
  void aFloodOfInterimResponsesIsHeldBack() throws IOException {
    AtomicLong taken = new AtomicLong();
    String hints = "HTTP/1.1 103 Early Hints\r\nLink: </" + "a".repeat(4_000) + ">\r\n\r\n";
    String flood = hints.repeat(50);
    router.serve(
        (connection, request) -> {
          while (taken.get() < MUCH) {
            connection.send(flood);
            taken.addAndGet(flood.length());
          }
        });
    RawClient client = router.client(65_536);
    client.send(get("/"));
    assertThat(takenAtStandstill(taken)).isLessThan(BOUND);
    client.reset();
  }

  @Test
  void aPipeliningClientThatDoesNotReadIsNotReadEither() throws IOException {
    AtomicLong answered = new AtomicLong();
    String answer = "x".repeat(100_000);
    RawBackend backend =
        router.serve(
            (connection, request) -> {
              connection.reply(200, answer);
              answered.addAndGet(answer.length());
            });
    RawClient client = router.client(65_536);
    AtomicLong sent = new AtomicLong();
    Uploads.repeatInBackground(client, get("/"), 1_000_000, sent);
    assertThat(takenAtStandstill(answered)).isLessThan(BOUND);
    assertThat(backend.requests().size()).isLessThan(1_000);
    client.reset();
  }

  @Test
  void aSlowReaderThatReadsOnGetsEverything() throws IOException {
    AtomicLong taken = new AtomicLong();
    long size = 24L << 20;
    router.serve(
        (connection, request) -> {
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
          Uploads.send(connection, size, taken);
        });
    RawClient client = router.client(16_384);
    client.send(get("/"));
    takenAtStandstill(taken);
    assertThat(client.response().text()).hasSize((int) size);
    assertThat(taken.get()).isEqualTo(size);
  }
}
