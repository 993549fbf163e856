package io.bellhop.app.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.app.cli.CommandContext;
import io.bellhop.app.cli.Commands;
import io.bellhop.app.sample.SampleApp;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app whose process stops while it sleeps, and is started by the next request. */
class SleepingAppTest {
  private static final Duration AMPLE = Duration.ofSeconds(60);
  private static final List<String> PHASES =
      List.of(
          "calledMillis",
          "claimedMillis",
          "startedMillis",
          "listensMillis",
          "healthyMillis",
          "firstByteMillis");

  @TempDir private Path directory;

  @Test
  void theFirstRequestAfterASleepIsHeldUntilTheAppRunsAgain() throws Exception {
    try (DevProcess dev =
        DevProcess.start("--port", "0", "--admin-port", "0", "--no-samples").awaitWelcome()) {
      deployHello(dev, 1);
      long first = pid(dev.hello());

      assertThat(bellhop(dev, "sleep", "hello")).contains("hello sleeps");
      await().atMost(AMPLE).until(() -> !isAlive(first));
      assertThat(bellhop(dev, "explain", "hello")).contains("as it wakes the app");

      String answer = dev.hello();

      assertThat(answer).startsWith("200 ");
      assertThat(pid(answer)).isNotEqualTo(first);
      await().atMost(AMPLE).until(() -> bellhop(dev, "explain", "hello").contains(": answered"));
      assertThat(bellhop(dev, "explain", "hello").replaceAll("\\s+", " "))
          .contains("s of instance time");
      JsonNode wake = dev.api("/api/v1/apps/hello/wakes").at("/ledger/wakes/0");
      assertThat(PHASES).allMatch(wake::has);
      assertThat(PHASES).extracting(phase -> wake.path(phase).asLong()).isSorted();

      assertThat(bellhop(dev, "events", "hello"))
          .contains("asleep", "woken by a client for " + Samples.HOST, "wake_ready");

      // Routers keep a connection of their probes open, which is none of a client.
      bellhop(dev, "app", "set", "hello", "health.path=/", "health.intervalMillis=200");
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), instancePort(dev))) {
        bellhop(dev, "app", "set", "hello", "sleep.afterMillis=500");
        String why = "past all routers, from 127.0.0.1:" + client.getLocalPort();
        await().atMost(AMPLE).until(() -> bellhop(dev, "explain", "hello").contains(why));
        assertThat(isAlive(pid(answer))).isTrue();
      }
      await().atMost(AMPLE).until(() -> bellhop(dev, "apps").contains("asleep"));
      await().atMost(AMPLE).until(() -> !isAlive(pid(answer)));
      assertThat(bellhop(dev, "pin", "hello")).contains("stays awake");
      await().atMost(AMPLE).until(() -> dev.hello().startsWith("200 "));
      assertThat(dev.metrics())
          .contains("bellhop_wakes_total{app=\"hello\",cause=\"client\",outcome=\"answered\"} 1.0")
          .contains("bellhop_wakes_total{app=\"hello\",cause=\"pinned\",outcome=\"called\"} 1.0");
      assertThat(dev.terminate()).isZero();
    }
  }

  @Test
  void anAppWithAMinimumRestsWithThatAndAnswersAtOnceWhileTheOthersComeBack() throws Exception {
    try (DevProcess dev =
        DevProcess.start("--port", "0", "--admin-port", "0", "--no-samples").awaitWelcome()) {
      deployHello(dev, 3);
      Set<Long> all = awaitServedBy(dev, 3);

      bellhop(dev, "app", "set", "hello", "sleep.afterMillis=500", "sleep.minimumInstances=1");
      await().atMost(AMPLE).until(() -> alive(all) == 1);
      assertThat(bellhop(dev, "ps", "hello")).contains("at rest: agents run at most 1");
      assertThat(bellhop(dev, "apps")).contains("serving, at rest");
      assertThat(bellhop(dev, "explain", "hello"))
          .contains(
              "is serving, at rest", "sleep.minimumInstances keeps 1 of each", "It began to rest");

      String answer = dev.hello();

      assertThat(answer).startsWith("200 ");
      assertThat(all).contains(pid(answer));
      assertThat(isAlive(pid(answer))).isTrue();
      Set<Long> again = awaitServedBy(dev, 3);
      assertThat(again).contains(pid(answer));
      assertThat(bellhop(dev, "events", "hello"))
          .contains("resting", "it rests no more: requests flow or wait on router");
      assertThat(dev.metrics())
          .contains("bellhop_sleeps_total{cause=\"none\",outcome=\"resting\"}")
          .doesNotContain("bellhop_wakes_total{app=\"hello\"");
      assertThat(dev.terminate()).isZero();
    }
  }

  private void deployHello(DevProcess dev, int instances) {
    String count = Integer.toString(instances);
    bellhop(dev, "app", "create", "hello", "--host", Samples.HOST);
    bellhop(dev, "deployment", "add", "hello", "v3", "--command", line(), "--instances", count);
    bellhop(dev, "switch", "hello", "v3=100");
    await().atMost(AMPLE).until(() -> dev.hello().startsWith("200 "));
  }

  /** Asks until so many processes have answered, and nothing but answers came. */
  private static Set<Long> awaitServedBy(DevProcess dev, int processes) {
    Set<Long> seen = new HashSet<>();
    await()
        .atMost(AMPLE)
        .until(
            () -> {
              String answer = dev.hello();
              assertThat(answer).startsWith("200 ");
              seen.add(pid(answer));
              return seen.size() == processes;
            });
    return seen;
  }

  private static long alive(Set<Long> pids) {
    return pids.stream().filter(SleepingAppTest::isAlive).count();
  }

  private static int instancePort(DevProcess dev) {
    Matcher port =
        Pattern.compile("127\\.0\\.0\\.1:(\\d+)").matcher(bellhop(dev, "ps", "hello", "--json"));
    assertThat(port.find()).isTrue();
    return Integer.parseInt(port.group(1));
  }

  private String line() {
    // The sample ends at the end of its input: a pipe that it holds both ends of has none.
    return "[ -p '%1$s' ] || mkfifo '%1$s'; exec '%2$s' %3$s -cp '%4$s' %5$s <>'%1$s'"
        .formatted(
            directory.resolve("input"),
            Path.of(System.getProperty("java.home"), "bin", "java"),
            "-Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
            System.getProperty("java.class.path"),
            SampleApp.class.getName());
  }

  private static long pid(String answer) {
    return Long.parseLong(answer.replaceAll(".*pid (\\d+).*", "$1"));
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static String bellhop(DevProcess dev, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CommandContext context = new CommandContext(Map.of("BELLHOP_URL", dev.adminUrl()), out, out);
    assertThat(Commands.run(context, arguments)).as("%s", out).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }
}
