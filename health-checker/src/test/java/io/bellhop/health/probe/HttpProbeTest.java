package io.bellhop.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.health.verdict.ProbeResult;
import io.bellhop.health.verdict.ProbeResult.Cause;
import io.bellhop.model.CheckSpec;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an HTTP probe makes of what backends do. */
class HttpProbeTest {
  private static final CheckSpec.Http UP = CheckSpec.Http.get("/up");
  private static final CheckSpec.Http WITH_IDENTITY =
      new CheckSpec.Http("GET", "/up", "", 200, 299, 1_024, "X-Instance-Id");
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final ProbeFixture fixture = new ProbeFixture();
  private final ScriptedBackend backend = new ScriptedBackend();

  @AfterEach
  void close() throws IOException {
    backend.close();
    fixture.close();
  }

  @Test
  void theExpectedStatusPasses() throws InterruptedException {
    backend.then(OK);
    ProbeResult result = fixture.probe(backend.address(), UP);
    assertThat(result).isInstanceOf(ProbeResult.Passed.class);
    assertThat(result.text()).startsWith("answered 200 in ");
    assertThat(backend.requests().get(0))
        .startsWith("GET /up HTTP/1.1\n")
        .containsIgnoringCase("host: " + backend.address() + "\n")
        .containsIgnoringCase("user-agent: Bellhop-Health/1\n");
  }

  @Test
  void theHostOfTheCheckIsSent() throws InterruptedException {
    backend.then("HTTP/1.1 204 No Content\r\n\r\n");
    fixture.probe(backend.address(), new CheckSpec.Http("HEAD", "/", "shop.test", 204, 204, 0, ""));
    assertThat(backend.requests().get(0))
        .startsWith("HEAD / HTTP/1.1\n")
        .containsIgnoringCase("host: shop.test\n");
  }

  @Test
  void aHeadAnswerHasNoBodyToWaitFor() throws InterruptedException {
    backend.then("HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n");
    CheckSpec.Http head = new CheckSpec.Http("HEAD", "/", "", 200, 299, 10, "");
    assertThat(fixture.probe(backend.address(), head)).isInstanceOf(ProbeResult.Passed.class);
  }

  @Test
  void anotherStatusFails() throws InterruptedException {
    backend.then("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
    assertFailed(fixture.probe(backend.address(), UP), Cause.STATUS, "answered 503, expected 200");
  }

  @Test
  void aRedirectIsNotFollowed() throws InterruptedException {
    backend.then("HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n");
    assertFailed(
        fixture.probe(backend.address(), UP),
        Cause.STATUS,
        "redirects are not followed: check '/login'");
    assertThat(backend.requests()).hasSize(1);
  }

  @Test
  void interimResponsesAreNotTheAnswer() throws InterruptedException {
    backend.then("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK);
    assertThat(fixture.probe(backend.address(), UP)).isInstanceOf(ProbeResult.Passed.class);
  }

  @Test
  void aLongBodyFailsBeforeItsEnd() throws InterruptedException {
    backend.then(
        socket -> {
          ScriptedBackend.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
          ScriptedBackend.send(socket, "x".repeat(100_000));
        });
    assertFailed(fixture.probe(backend.address(), UP), Cause.BODY, "longer than 65536 bytes");
  }

  @Test
  void aBodyThatDripsRunsOutOfTime() throws InterruptedException {
    backend.then("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    assertFailed(
        fixture.probe(backend.address(), UP, Duration.ofMillis(200)),
        Cause.TIMEOUT,
        "no whole answer within 200 ms");
  }

  @Test
  void silenceRunsOutOfTime() throws InterruptedException {
    backend.then(socket -> {});
    assertFailed(
        fixture.probe(backend.address(), UP, Duration.ofMillis(200)),
        Cause.TIMEOUT,
        "no whole answer within 200 ms");
  }

  @Test
  void aConnectionThatEndsEarlyFails() throws InterruptedException {
    backend.thenClosing("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    assertFailed(fixture.probe(backend.address(), UP), Cause.CLOSED, "before the answer was whole");
  }

  @Test
  void aHangUpWithoutAnAnswerFailsOnAFreshConnection() throws InterruptedException {
    backend.then(Socket::close).then(OK);
    assertFailed(fixture.probe(backend.address(), UP), Cause.CLOSED, "before the answer was whole");
    assertThat(backend.connections()).isOne();
  }

  @Test
  void anAnswerUpToTheEndOfTheConnectionIsWhole() throws InterruptedException {
    backend.thenClosing("HTTP/1.1 200 OK\r\n\r\nall there is");
    assertThat(fixture.probe(backend.address(), UP)).isInstanceOf(ProbeResult.Passed.class);
  }

  @Test
  void aHalfClosedConnectionStillGivesItsAnswer() throws InterruptedException {
    backend.then(
        socket -> {
          ScriptedBackend.send(socket, OK);
          socket.shutdownOutput();
        });
    assertThat(fixture.probe(backend.address(), UP)).isInstanceOf(ProbeResult.Passed.class);
  }

  @Test
  void whatIsNotHttpFails() throws InterruptedException {
    backend.then("SSH-2.0-OpenSSH_9.9 and so on\r\n\r\n");
    assertFailed(fixture.probe(backend.address(), UP), Cause.PROTOCOL, "not HTTP/1.1");
  }

  @Test
  void aRefusedConnectionFails() throws Exception {
    backend.close();
    assertFailed(fixture.probe(backend.address(), UP), Cause.CONNECT, "connection refused");
    assertFailed(
        fixture.probe(backend.address(), new CheckSpec.Tcp()), Cause.CONNECT, "connection refused");
  }

  @Test
  void aTcpProbeAsksForNoMoreThanAConnection() throws InterruptedException {
    ProbeResult result = fixture.probe(backend.address(), new CheckSpec.Tcp());
    assertThat(result).isInstanceOf(ProbeResult.Passed.class);
    assertThat(backend.requests()).isEmpty();
  }

  @Test
  void theInstancesOwnIdentityPasses() throws InterruptedException {
    backend.then(identified("200 OK", "i-1"));
    assertThat(fixture.probe(backend.address(), WITH_IDENTITY))
        .isInstanceOf(ProbeResult.Passed.class);
  }

  @Test
  void anotherIdentityIsTheWrongPeerWhateverItsStatus() throws InterruptedException {
    backend.then(identified("503 Busy", "i-2"));
    ProbeResult result = fixture.probe(backend.address(), WITH_IDENTITY);
    assertThat(result)
        .isEqualTo(
            new ProbeResult.WrongPeer("'i-2' answers there, by its X-Instance-Id: expected 'i-1'"));
  }

  @Test
  void noIdentityIsTheWrongPeerWhereItWouldPass() throws InterruptedException {
    backend.then(OK).then("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
    assertThat(fixture.probe(backend.address(), WITH_IDENTITY))
        .isInstanceOf(ProbeResult.WrongPeer.class);
    assertFailed(fixture.probe(backend.address(), WITH_IDENTITY), Cause.STATUS, "answered 503");
  }

  private static String identified(String status, String id) {
    return "HTTP/1.1 %s\r\nX-Instance-Id: %s\r\nContent-Length: 0\r\n\r\n".formatted(status, id);
  }

  private static void assertFailed(ProbeResult result, Cause cause, String text) {
    assertThat(result).isInstanceOf(ProbeResult.Failed.class);
    assertThat(((ProbeResult.Failed) result).cause()).isEqualTo(cause);
    assertThat(result.text()).contains(text);
  }
}
