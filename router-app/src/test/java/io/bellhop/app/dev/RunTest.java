package io.bellhop.app.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.app.cli.CommandContext;
import io.bellhop.app.cli.Commands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Commands are run once, by the house itself, and their ends are seen by whoever asked. */
class RunTest {
  private static final Duration AMPLE = Duration.ofSeconds(60);

  private record Said(int code, String out) {}

  @Test
  void aCommandIsRunOnceWithItsExitCodeItsTimeAndItsEnd() throws Exception {
    try (DevProcess dev =
        DevProcess.start("--port", "0", "--admin-port", "0", "--no-samples").awaitWelcome()) {
      assertThat(bellhop(dev, "app", "create", "shop", "--host", "shop.localhost").code()).isZero();

      Said done = bellhop(dev, "run", "shop", "--env", "WHO=you", "--", "sh", "-c", "echo hi $WHO");
      assertThat(done.out()).contains("hi you");
      assertThat(done.code()).isZero();
      assertThat(bellhop(dev, "run", "shop", "--", "sh", "-c", "exit 7").code()).isEqualTo(7);
      Said late = bellhop(dev, "run", "shop", "--timeout", "300ms", "--", "sleep", "600");
      assertThat(late.code()).isEqualTo(124);
      assertThat(late.out()).contains("all the time it had");
      Said nothing = bellhop(dev, "run", "shop", "--", "no-such-command");
      assertThat(nothing.code()).isEqualTo(125);
      assertThat(nothing.out()).contains("'no-such-command' is not on this host");

      String id =
          bellhop(dev, "run", "shop", "--detach", "--", "sleep", "600")
              .out()
              .lines()
              .findFirst()
              .orElseThrow();
      await().atMost(AMPLE).until(() -> shown(dev, id).contains("state    running"));
      assertThat(bellhop(dev, "cancel", "shop", id).code()).isZero();
      await().atMost(AMPLE).until(() -> shown(dev, id).contains("state    cancelled"));
      assertThat(bellhop(dev, "runs", "shop").out())
          .contains("exited", "timed_out", "never_started", "cancelled");
      assertThat(dev.terminate()).isZero();
    }
  }

  private static String shown(DevProcess dev, String run) {
    return bellhop(dev, "runs", "shop", run).out();
  }

  private static Said bellhop(DevProcess dev, String... arguments) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out, true);
    CommandContext context =
        new CommandContext(Map.of("BELLHOP_URL", dev.adminUrl()), writer, writer);
    int code = Commands.run(context, arguments);
    return new Said(code, out.toString());
  }
}
