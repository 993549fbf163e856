package io.bellhop.app.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs for single requests that end otherwise than with an answer: none is left behind. */
class PerRequestEndsTest {
  private static final Duration AMPLE = Duration.ofSeconds(60);
  private static final String HOST = "fn.localhost";
  private static DevProcess dev;

  @BeforeAll
  static void start() throws Exception {
    dev = DevProcess.start("--port", "0", "--admin-port", "0", "--no-samples").awaitWelcome();
    dev.bellhop("app", "create", "fn", "--host", HOST, "timeouts.holdMillis=60000").expect(0);
    dev.bellhop("app", "set", "fn", "perRequest.spare=0").expect(0);
    add("v1", OneRequestServer.command(""));
  }

  private static void add(String deployment, String command, String... more) {
    String[] fixed = {
      "deployment", "add", "fn", deployment, "--command", command, "--instances", "0"
    };
    String[] all = new String[fixed.length + more.length];
    System.arraycopy(fixed, 0, all, 0, fixed.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    dev.bellhop(all).expect(0);
  }

  @BeforeEach
  void answerOnce() {
    dev.bellhop("switch", "fn", "v1=1").expect(0);
  }

  @AfterAll
  static void stop() throws Exception {
    assertThat(dev.terminate()).isZero();
  }

  @Test
  void theRunOfAClientThatLeavesIsCancelled() throws Exception {
    String run = leaveInTheMiddle("/hang");
    assertThat(dev.bellhop("runs", "fn", run).expect(0)).contains("state    cancelled");
  }

  @Test
  void aRunMayGoOnToItsOwnEndAfterItsClientHasLeft() throws Exception {
    dev.bellhop("app", "set", "fn", "perRequest.cancelOnLeave=false").expect(0);
    String run = leaveInTheMiddle("/finish");
    assertThat(dev.bellhop("runs", "fn", run).expect(0))
        .contains("state    exited", "exit code 9", "its client left");
    dev.bellhop("app", "set", "fn", "perRequest.cancelOnLeave=true").expect(0);
  }

  /** Sends a request, and leaves while its run has it; that run, once it is over. */
  private static String leaveInTheMiddle(String path) throws Exception {
    String run;
    try (Socket client = connect()) {
      send(client, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, HOST));
      assertThat(readUntil(client.getInputStream(), "\r\n\r\n")).contains(" 103 ");
      run = busy().orElseThrow();
      // A reset: the end of what a client sends is no sign that it has left.
      client.setSoLinger(true, 0);
    }
    await().atMost(AMPLE).until(() -> ps().contains("No runs are under way"));
    return run;
  }

  /** The run that has a request. */
  private static Optional<String> busy() {
    return ps().lines().filter(l -> l.contains(" busy ")).map(l -> l.split(" ")[0]).findFirst();
  }

  @Test
  void howARunEndedThatDidNotAnswerIsInTheAnswer() throws Exception {
    HttpResponse<String> died = dev.get(HOST, "/die", "application/json");
    assertThat(died.statusCode()).isEqualTo(502);
    assertThat(died.headers().firstValue("X-Bellhop-Error")).contains("run_ended");
    assertThat(died.body()).contains("\"exit_code\":7").contains("it exited with code 7");
    String run = died.headers().firstValue("X-Bellhop-Run").orElseThrow();
    assertThat(ps()).contains(run + " failed at").contains("exit code 7");
    assertThat(dev.bellhop("explain", "fn").expect(0)).contains("Run " + run + " failed");
  }

  @Test
  void aRunThatNeverListensFailsItsRequestWhenItsTimeToBootIsOver() throws Exception {
    add("deaf", "exec sleep 60", "--boot-timeout", "300ms");
    dev.bellhop("switch", "fn", "deaf=1").expect(0);
    HttpResponse<String> failed = dev.get(HOST, "/", "application/json");
    assertThat(failed.statusCode()).isEqualTo(503);
    assertThat(failed.headers().firstValue("X-Bellhop-Error")).contains("app_crash_looping");
    assertThat(failed.body()).contains("nothing listened on the port in $PORT");
    dev.bellhop("switch", "fn", "v1=1").expect(0);
    await().atMost(AMPLE).until(() -> ps().contains("No runs are under way"));
  }

  @Test
  void aWebSocketHasARunOfItsOwnUntilItCloses() throws Exception {
    try (Socket client = connect()) {
      send(
          client,
          "GET /socket HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                  .formatted(HOST)
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
      String head = readUntil(client.getInputStream(), "\r\n\r\n");
      assertThat(head).startsWith("HTTP/1.1 101 ").containsIgnoringCase("X-Bellhop-Run: ");
      send(client, "echo me.");
      assertThat(readUntil(client.getInputStream(), ".")).isEqualTo("echo me.");
      assertThat(ps()).contains("busy");
    }
    await().atMost(AMPLE).until(() -> ps().contains("No runs are under way"));
  }

  private static Socket connect() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), dev.port());
    client.setSoTimeout((int) AMPLE.toMillis());
    return client;
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String readUntil(InputStream in, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    while (!read.toString().endsWith(end)) {
      int next = in.read();
      assertThat(next).as("what follows '%s'", read).isNotNegative();
      read.append((char) next);
    }
    return read.toString();
  }

  private static String ps() {
    return dev.bellhop("ps", "fn").expect(0);
  }
}
