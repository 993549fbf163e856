package io.bellhop.app.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Commands are run once, by the house itself, and their ends are seen by whoever asked. */
class RunTest {
  private static final Duration AMPLE = Duration.ofSeconds(60);

  @Test
  void aCommandIsRunOnceWithItsExitCodeItsTimeAndItsEnd() throws Exception {
    try (DevProcess dev =
        DevProcess.start("--port", "0", "--admin-port", "0", "--no-samples").awaitWelcome()) {
      assertThat(dev.bellhop("app", "create", "shop", "--host", "shop.localhost").code()).isZero();

      DevProcess.Said done =
          dev.bellhop("run", "shop", "--env", "WHO=you", "--", "sh", "-c", "echo hi $WHO");
      assertThat(done.out()).contains("hi you");
      assertThat(done.code()).isZero();
      assertThat(dev.bellhop("run", "shop", "--", "sh", "-c", "exit 7").code()).isEqualTo(7);
      DevProcess.Said streams =
          dev.bellhop(
              "run", "shop", "--no-input", "--", "sh", "-c", "seq 1 30000; echo oh >&2; exit 2");
      assertThat(streams.code()).isEqualTo(2);
      assertThat(streams.out().lines().filter(line -> line.matches("\\d+")).toList())
          .isEqualTo(IntStream.rangeClosed(1, 30_000).mapToObj(Integer::toString).toList());
      assertThat(streams.out()).contains("oh");
      DevProcess.Said late = dev.bellhop("run", "shop", "--timeout", "300ms", "--", "sleep", "600");
      assertThat(late.code()).isEqualTo(124);
      assertThat(late.out()).contains("all the time it had");
      DevProcess.Said nothing = dev.bellhop("run", "shop", "--", "no-such-command");
      assertThat(nothing.code()).isEqualTo(125);
      assertThat(nothing.out()).contains("'no-such-command' is not on this host");

      String id =
          dev.bellhop("run", "shop", "--detach", "--", "sleep", "600")
              .out()
              .lines()
              .findFirst()
              .orElseThrow();
      await().atMost(AMPLE).until(() -> shown(dev, id).contains("state    running"));
      assertThat(dev.bellhop("cancel", "shop", id).code()).isZero();
      await().atMost(AMPLE).until(() -> shown(dev, id).contains("state    cancelled"));
      assertThat(dev.bellhop("runs", "shop").out())
          .contains("exited", "timed_out", "never_started", "cancelled");
      assertThat(dev.terminate()).isZero();
    }
  }

  private static String shown(DevProcess dev, String run) {
    return dev.bellhop("runs", "shop", run).out();
  }
}
