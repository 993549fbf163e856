package io.bellhop.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.model.BackendAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The probe against sockets that do what apps and engines' proxies do. */
final class PortProbeTest {
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final PortProbe probe = new PortProbe(true);
  private final AtomicInteger taken = new AtomicInteger();
  private ServerSocket server;

  /** What a server does with a connection that it took. */
  private interface Answer {
    void to(Socket socket) throws IOException;
  }

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    probe.close();
    server.close();
  }

  private void answer(Answer answer) {
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try {
                  Socket socket = server.accept();
                  taken.incrementAndGet();
                  answer.to(socket);
                } catch (IOException e) {
                  // The test is over, or the probe was gone first.
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private CompletableFuture<Boolean> probe(Duration bound) {
    return probe.await(address(), bound);
  }

  private BackendAddress address() {
    return new BackendAddress("127.0.0.1", server.getLocalPort());
  }

  private static boolean outcome(CompletableFuture<Boolean> listens) throws Exception {
    return listens.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void aServerThatWaitsForARequestListens() throws Exception {
    assertThat(outcome(probe(LONGEST))).isTrue();
  }

  @Test
  void aServerThatSpeaksAndClosesAtOnceListens() throws Exception {
    answer(
        socket -> {
          socket.getOutputStream().write('2');
          socket.close();
        });
    assertThat(outcome(probe(LONGEST))).isTrue();
  }

  @Test
  void whatClosesWithoutAWordDoesNotListenYet() {
    answer(Socket::close);
    // Ample: on a busy machine the other side may need a while to close.
    try (PortProbe patient = new PortProbe(true, Duration.ofMillis(500))) {
      CompletableFuture<Boolean> listens = patient.await(address(), LONGEST);
      await().atMost(LONGEST).until(() -> taken.get() > 1);
      assertThat(listens).isNotDone();
    }
  }

  @Test
  void whatTakesConnectionsItselfListensAlthoughItCloses() throws Exception {
    answer(Socket::close);
    try (PortProbe direct = new PortProbe(false)) {
      assertThat(outcome(direct.await(address(), LONGEST))).isTrue();
    }
  }

  @Test
  void aPortThatIsOpenedLateIsFound() throws Exception {
    int port = server.getLocalPort();
    server.close();
    CompletableFuture<Boolean> listens = probe(LONGEST);
    assertThat(listens).isNotDone();
    server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    await().atMost(LONGEST).until(listens::isDone);
    assertThat(outcome(listens)).isTrue();
  }

  @Test
  void noProxyIsAllowedForWhereAConnectionWasRefused() throws Exception {
    int port = server.getLocalPort();
    server.close();
    try (PortProbe patient = new PortProbe(true, LONGEST.multipliedBy(2))) {
      CompletableFuture<Boolean> listens = patient.await(address(), LONGEST);
      // One thread does all tries, in order: once another wait is over, this one's first try is.
      assertThat(outcome(patient.await(address(), SHORT))).isFalse();
      server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      assertThat(outcome(listens)).isTrue();
    }
  }

  @Test
  void aPortThatNobodyOpensIsGivenUpInTime() throws Exception {
    server.close();
    assertThat(outcome(probe(SHORT))).isFalse();
  }
}
