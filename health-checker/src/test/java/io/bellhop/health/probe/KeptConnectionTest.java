package io.bellhop.health.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.health.verdict.ProbePlan;
import io.bellhop.health.verdict.ProbeResult;
import io.bellhop.health.verdict.Prober;
import io.bellhop.model.CheckSpec;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Repeated probes and the connection they share. */
class KeptConnectionTest {
  private static final ProbePlan PLAN =
      ProbeFixture.repeated(CheckSpec.Http.get("/up"), Duration.ofMillis(20));
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  private static final String NO = "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n";

  private final ProbeFixture fixture = new ProbeFixture();
  private final ScriptedBackend backend = new ScriptedBackend();

  @AfterEach
  void close() throws IOException {
    backend.close();
    fixture.close();
  }

  @Test
  void probesShareOneConnection() throws InterruptedException {
    backend.then(OK).then(OK).then(OK).then(NO);
    fixture.open(backend.address()).plan(PLAN);
    assertThat(fixture.next().text()).startsWith("answered 500");
    assertThat(backend.connections()).isOne();
    assertThat(backend.requests()).hasSize(4);
  }

  @Test
  void aPassThatIsNoNewsIsNotedButNotReported() throws InterruptedException {
    backend.then(OK).then(OK).then(NO);
    Prober.Probed probed = fixture.open(backend.address());
    probed.plan(PLAN);
    assertThat(fixture.next()).isInstanceOf(ProbeResult.Failed.class);
    assertThat(probed.last().orElseThrow().result().text()).startsWith("answered 500");
    assertThat(fixture.registry().get("bellhop.health.probes").tag("result", "passed").counter())
        .satisfies(counter -> assertThat(counter.count()).isEqualTo(2));
  }

  @Test
  void aConnectionClosedWhileIdleIsNoFailedProbe() throws InterruptedException {
    backend.thenClosing(OK).thenClosing(OK).then(NO);
    fixture.open(backend.address()).plan(PLAN);
    assertThat(fixture.next().text()).startsWith("answered 500");
    assertThat(backend.connections()).isEqualTo(3);
  }

  @Test
  void aConnectionThatEndsAsItIsUsedAgainIsTriedAfreshOnce() throws InterruptedException {
    backend.then(OK).then(Socket::close).then(NO);
    fixture.open(backend.address()).plan(PLAN);
    assertThat(fixture.next().text()).startsWith("answered 500");
    assertThat(backend.connections()).isEqualTo(2);
    assertThat(backend.requests()).hasSize(3);
  }

  @Test
  void whatComesUnaskedEndsTheConnection() throws InterruptedException {
    backend.then(OK + OK).then(NO);
    fixture.open(backend.address()).plan(PLAN);
    assertThat(fixture.next().text()).as("not the surplus answer").startsWith("answered 500");
  }

  @Test
  void nothingIsProbedAfterTheClose() {
    for (int i = 0; i < 1_000; i++) {
      backend.then(OK);
    }
    Prober.Probed probed = fixture.open(backend.address());
    probed.plan(PLAN);
    await().until(() -> backend.requests().size() >= 2);
    probed.close();
    // Whatever was sent before the close ran has arrived once the running gauge is back at zero.
    await()
        .until(() -> fixture.registry().get("bellhop.health.probes.running").gauge().value() == 0);
    int after = backend.requests().size();
    await()
        .during(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(5))
        .until(() -> backend.requests().size() <= after + 1);
  }

  @Test
  void onlySoManyProbesRunAtOnce() throws InterruptedException {
    CountDownLatch answered = new CountDownLatch(1);
    try (ProbeFixture narrow = new ProbeFixture(new ProbeBounds(2, 10_000, 0))) {
      for (int i = 0; i < 5; i++) {
        backend.then(socket -> sendAfter(answered, socket));
        narrow
            .open(backend.address())
            .plan(ProbeFixture.once(CheckSpec.Http.get("/up"), Duration.ofMinutes(1)));
      }
      await().until(() -> backend.requests().size() == 2);
      assertThat(narrow.registry().get("bellhop.health.probes.running").gauge().value())
          .isEqualTo(2);
      answered.countDown();
      for (int i = 0; i < 5; i++) {
        assertThat(narrow.next().text()).startsWith("answered 500");
      }
    }
  }

  private static void sendAfter(CountDownLatch answered, Socket socket) throws IOException {
    try {
      answered.await();
      ScriptedBackend.send(socket, NO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
