package io.bellhop.app.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole house, as a user starts it. */
class DevTest {
  private static final Duration AMPLE = Duration.ofSeconds(60);
  private static final String[] ANY_PORTS = {"--port", "0", "--admin-port", "0"};

  @Test
  void bothSamplesAnswerAndTrafficIsSwitchedAndSigtermEndsItAll() throws Exception {
    try (DevProcess dev = DevProcess.start(ANY_PORTS).awaitWelcome()) {
      Set<String> answers = new TreeSet<>();
      await()
          .atMost(AMPLE)
          .until(
              () -> {
                answers.add(dev.hello().replaceAll(" \\(pid.*", ""));
                return answers.size() == 2;
              });
      assertThat(answers).containsExactly("200 Hello from blue", "200 Hello from green");

      assertThat(dev.bellhop("ps", "hello").expect(0)).contains("blue  ").contains("green  ");
      assertThat(dev.bellhop("explain", "hello").expect(0))
          .contains("Requests go to blue (50 %), green (50 %).")
          .contains("GET /up every 5 s");
      dev.bellhop("switch", "hello", "green=100").expect(0);
      for (int i = 0; i < 20; i++) {
        assertThat(dev.hello()).startsWith("200 Hello from green");
      }

      List<ProcessHandle> samples = dev.samples();
      assertThat(samples).hasSize(2);
      assertThat(dev.terminate()).isZero();
      assertThat(samples).noneMatch(ProcessHandle::isAlive);
      assertThat(dev.output()).contains("every request under way was finished");
    }
  }

  @Test
  void aSampleThatDiesIsStartedAgainAndNoneOutlivesTheHouse() throws Exception {
    try (DevProcess dev = DevProcess.start(ANY_PORTS).awaitWelcome()) {
      dev.bellhop("switch", "hello", "blue=100").expect(0);
      String before = dev.hello();
      long pid = Long.parseLong(before.replaceAll(".*pid (\\d+).*", "$1"));
      assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
      await()
          .atMost(AMPLE)
          .untilAsserted(
              () -> assertThat(dev.hello()).startsWith("200 Hello from blue").isNotEqualTo(before));

      List<ProcessHandle> samples = dev.samples();
      assertThat(samples).hasSize(2);
      dev.kill();
      await()
          .atMost(AMPLE)
          .untilAsserted(() -> assertThat(samples).noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void withADataDirectoryTheNextStartFindsTheTrafficAsItWas(@TempDir Path data) throws Exception {
    String[] arguments = {"--port", "0", "--admin-port", "0", "--data", data.toString()};
    try (DevProcess first = DevProcess.start(arguments).awaitWelcome()) {
      first.bellhop("switch", "hello", "green=100").expect(0);
      assertThat(first.terminate()).isZero();
    }
    try (DevProcess second = DevProcess.start(arguments).awaitWelcome()) {
      assertThat(second.bellhop("apps").expect(0)).contains("green=100");
      assertThat(second.hello()).startsWith("200 Hello from green");
      assertThat(second.terminate()).isZero();
    }
  }

  @Test
  void aPortInUseEndsItWithTheRemedy() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      try (DevProcess dev = DevProcess.start("--port", port, "--admin-port", "0", "--no-samples")) {
        assertThat(dev.awaitEnd()).isEqualTo(1);
        assertThat(dev.output()).contains(port).contains("--port").doesNotContain("\tat ");
      }
    }
  }

  @Test
  void toldToEndItSaysSoFirstAndTheSecondSignalEndsItAtOnce(@TempDir Path directory)
      throws Exception {
    Path config = directory.resolve("bellhop.yaml");
    Files.writeString(config, "shutdown: {readinessDelay: 1h}");
    try (DevProcess dev =
        DevProcess.start(
                "--port", "0", "--admin-port", "0", "--no-samples", "--config", config.toString())
            .awaitWelcome()) {
      assertThat(dev.readiness()).isEqualTo(200);
      dev.signal();
      await().atMost(AMPLE).until(() -> dev.readiness() == 503);
      assertThat(dev.hello()).startsWith("404 ");
      dev.signal();
      assertThat(dev.awaitEnd()).isEqualTo(128 + 15);
    }
  }
}
