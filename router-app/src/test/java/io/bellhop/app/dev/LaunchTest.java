package io.bellhop.app.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.app.cli.CommandContext;
import io.bellhop.app.cli.Commands;
import io.bellhop.app.sample.SampleApp;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that a user names is run by the house itself. */
class LaunchTest {
  private static final Duration AMPLE = Duration.ofSeconds(60);
  @TempDir private Path directory;

  @Test
  void aCommandIsStartedServesIsStartedAgainIsReplacedAndStopsWhenNoneIsWanted() throws Exception {
    try (DevProcess dev =
        DevProcess.start("--port", "0", "--admin-port", "0", "--no-samples").awaitWelcome()) {
      bellhop(dev, "app", "create", "hello", "--host", Samples.HOST);
      launch(dev, 1);
      bellhop(dev, "switch", "hello", "v3=100");
      long first = awaitServedBy(dev, "v3", 0);
      assertThat(bellhop(dev, "ps", "hello")).contains("v3").contains("healthy");

      assertThat(ProcessHandle.of(first).orElseThrow().destroyForcibly()).isTrue();
      long second = awaitServedBy(dev, "v3", first);

      launch(dev, 0);
      await().atMost(AMPLE).until(() -> !isAlive(second));
      await().atMost(AMPLE).until(() -> !bellhop(dev, "ps", "hello").contains("healthy"));

      launch(dev, 1);
      long third = awaitServedBy(dev, "v3", second);

      bellhop(dev, deploy("v4"));
      assertThat(dev.hello()).startsWith("200 Hello from v4");
      long fourth = pid(dev.hello());
      await().atMost(AMPLE).until(() -> !isAlive(third));
      assertThat(dev.terminate()).isZero();
      assertThat(isAlive(fourth)).isFalse();
    }
  }

  private void launch(DevProcess dev, int instances) {
    List<String> arguments = new ArrayList<>(List.of("deployment", "add", "hello", "v3"));
    arguments.addAll(command("v3"));
    arguments.addAll(List.of("--instances", Integer.toString(instances)));
    bellhop(dev, arguments.toArray(String[]::new));
  }

  private String[] deploy(String name) {
    List<String> arguments = new ArrayList<>(List.of("deploy", "hello", "--deployment", name));
    arguments.addAll(command(name));
    arguments.addAll(List.of("--instances", "1", "--keep", "0s"));
    return arguments.toArray(String[]::new);
  }

  private List<String> command(String name) {
    // The sample ends at the end of its input: a pipe that it holds both ends of has none.
    String line =
        "[ -p '%1$s' ] || mkfifo '%1$s'; exec '%2$s' %3$s -cp '%4$s' %5$s <>'%1$s'"
            .formatted(
                directory.resolve("input-" + name),
                Path.of(System.getProperty("java.home"), "bin", "java"),
                "-Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                System.getProperty("java.class.path"),
                SampleApp.class.getName());
    return List.of("--command", line, "--env", "SAMPLE_NAME=" + name);
  }

  /** Waits until another process answers, and tells its id. */
  private static long awaitServedBy(DevProcess dev, String name, long before) {
    String[] answer = new String[1];
    await()
        .atMost(AMPLE)
        .until(
            () -> {
              answer[0] = dev.hello();
              return answer[0].startsWith("200 Hello from " + name) && pid(answer[0]) != before;
            });
    return pid(answer[0]);
  }

  private static long pid(String answer) {
    return Long.parseLong(answer.replaceAll(".*pid (\\d+).*", "$1"));
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static String bellhop(DevProcess dev, String... arguments) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out, true);
    CommandContext context =
        new CommandContext(Map.of("BELLHOP_URL", dev.adminUrl()), writer, writer);
    assertThat(Commands.run(context, arguments)).as("%s", out).isZero();
    return out.toString();
  }
}
