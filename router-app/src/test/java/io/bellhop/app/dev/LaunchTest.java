package io.bellhop.app.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.app.sample.SampleApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A command that a user names is run by the house itself. */
class LaunchTest {
  private static final Duration AMPLE = Duration.ofSeconds(60);

  @Test
  void aCommandIsStartedServesIsStartedAgainIsReplacedAndStopsWhenNoneIsWanted() throws Exception {
    try (DevProcess dev =
        DevProcess.start("--port", "0", "--admin-port", "0", "--no-samples").awaitWelcome()) {
      dev.bellhop("app", "create", "hello", "--host", Samples.HOST).expect(0);
      launch(dev, 1);
      dev.bellhop("switch", "hello", "v3=100").expect(0);
      long first = awaitServedBy(dev, "v3", 0);
      assertThat(dev.bellhop("ps", "hello").expect(0)).contains("v3").contains("healthy");

      assertThat(ProcessHandle.of(first).orElseThrow().destroyForcibly()).isTrue();
      await().atMost(AMPLE).until(() -> !isAlive(first));
      // Whether or not the router knows yet: the request waits for the next one.
      assertThat(dev.hello()).startsWith("200 Hello from v3");
      long second = pid(dev.hello());
      assertThat(second).isNotEqualTo(first);

      launch(dev, 0);
      await().atMost(AMPLE).until(() -> !isAlive(second));
      await().atMost(AMPLE).until(() -> !dev.bellhop("ps", "hello").expect(0).contains("healthy"));

      launch(dev, 1);
      long third = awaitServedBy(dev, "v3", second);

      dev.bellhop(deploy("v4")).expect(0);
      assertThat(dev.hello()).startsWith("200 Hello from v4");
      long fourth = pid(dev.hello());
      await().atMost(AMPLE).until(() -> !isAlive(third));
      assertThat(dev.terminate()).isZero();
      assertThat(isAlive(fourth)).isFalse();
    }
  }

  private static void launch(DevProcess dev, int instances) {
    List<String> arguments = new ArrayList<>(List.of("deployment", "add", "hello", "v3"));
    arguments.addAll(command("v3"));
    arguments.addAll(List.of("--instances", Integer.toString(instances)));
    dev.bellhop(arguments.toArray(String[]::new)).expect(0);
  }

  private static String[] deploy(String name) {
    List<String> arguments = new ArrayList<>(List.of("deploy", "hello", "--deployment", name));
    arguments.addAll(command(name));
    arguments.addAll(List.of("--instances", "1", "--keep", "0s"));
    return arguments.toArray(String[]::new);
  }

  private static List<String> command(String name) {
    String line =
        "exec '%s' %s -cp '%s' %s"
            .formatted(
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
}
