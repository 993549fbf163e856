package io.bellhop.app.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.app.cli.CommandRunner;
import io.bellhop.app.run.RunningRouter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A router or an agent is killed while a run has its request: nothing of that run is left. */
class PerRequestKillTest {
  private static final Duration AMPLE = Duration.ofSeconds(60);
  private static final String TOKEN = "a token for tests";
  private static final Pattern DOOMED = Pattern.compile("doomed\\s+127\\.0\\.0\\.1:(\\d+)");

  @TempDir private static Path directory;
  private static TestingServer zooKeeper;
  private static RunningRouter survivor;
  private static DevProcess agent;
  private static CommandRunner bellhop = new CommandRunner(Map.of());

  @BeforeAll
  static void start() throws Exception {
    zooKeeper = new TestingServer();
    survivor =
        RunningRouter.start(zooKeeper.getConnectString(), directory.resolve("survivor"), TOKEN)
            .serve();
    bellhop = new CommandRunner(Map.of("BELLHOP_URL", survivor.adminUrl(), "BELLHOP_TOKEN", TOKEN));
    agent = newAgent();
    bellhop.run("app", "create", "fn", "--host", "fn.test", "perRequest.spare=0").succeeds();
    bellhop.run("app", "set", "fn", "timeouts.holdMillis=60000").succeeds();
    bellhop
        .run(
            "deployment",
            "add",
            "fn",
            "v1",
            "--command",
            OneRequestServer.command(marker()),
            "--instances",
            "0")
        .succeeds();
    bellhop.run("switch", "fn", "v1=1").succeeds();
  }

  @AfterAll
  static void stop() throws Exception {
    assertThat(agent.terminate()).isZero();
    survivor.close();
    zooKeeper.close();
  }

  private static DevProcess newAgent() throws IOException {
    return DevProcess.startCommand(
        "agent",
        "--config",
        settings("agent").toString(),
        "--runtime",
        "process",
        "--id",
        "host-a",
        "--folder",
        directory.resolve("agent").toString());
  }

  private static Path settings(String name) throws IOException {
    Path file = directory.resolve(name + ".yaml");
    Files.writeString(
        file,
        """
        routerId: %s
        dataDirectory: %s
        zookeeper:
          connect: %s
          sessionTimeout: 2s
        router:
          listen: ["127.0.0.1:0"]
        admin:
          listen: 127.0.0.1:0
        """
            .formatted(name, directory.resolve(name), zooKeeper.getConnectString()));
    return file;
  }

  /** By which the processes of this test are told from all others. */
  private static String marker() {
    return "run-of-" + directory.getFileName();
  }

  @Test
  void whatAKilledRouterLeavesBehindIsEndedByAnother() throws Exception {
    DevProcess doomed =
        DevProcess.startCommand("router", "--config", settings("doomed").toString());
    await().atMost(AMPLE).until(() -> doomedPort().find());
    Matcher port = doomedPort();
    assertThat(port.find()).isTrue();
    try (Socket client = underWay(Integer.parseInt(port.group(1)))) {
      doomed.kill();
      assertThat(client.isConnected()).isTrue();
      awaitNothingLeft();
    }
  }

  private static Matcher doomedPort() {
    return DOOMED.matcher(bellhop.run("routers").succeeds().out());
  }

  @Test
  void whatAKilledAgentLeavesBehindIsEndedOnceItIsBack() throws Exception {
    int port = survivor.process().addresses().get(0).getPort();
    try (Socket client = underWay(port)) {
      agent.kill();
      assertThat(running()).isPositive();
      client.setSoLinger(true, 0);
    }
    agent = newAgent();
    awaitNothingLeft();
  }

  /** A request that its run has and does not answer. */
  private static Socket underWay(int port) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
    client.setSoTimeout((int) AMPLE.toMillis());
    String request = "GET /hang HTTP/1.1\r\nHost: fn.test\r\n\r\n";
    client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    byte[] begun = client.getInputStream().readNBytes("HTTP/1.1 103".length());
    assertThat(new String(begun, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 103");
    return client;
  }

  private static void awaitNothingLeft() {
    await().atMost(AMPLE).until(() -> running() == 0);
    await()
        .atMost(AMPLE)
        .until(() -> bellhop.run("ps", "fn").succeeds().out().contains("No runs are under way"));
  }

  private static long running() {
    return ProcessHandle.allProcesses()
        .filter(each -> each.info().commandLine().filter(it -> it.contains(marker())).isPresent())
        .count();
  }
}
