package io.bellhop.app.dev;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.app.cli.CommandContext;
import io.bellhop.app.cli.Commands;
import io.bellhop.app.cli.StandardStreams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs that read what their client reads and print where it prints, through a real router. */
class AttachedRunTest {
  private static final Duration AMPLE = Duration.ofSeconds(60);
  private static DevProcess dev;

  @BeforeAll
  static void start() throws Exception {
    dev = DevProcess.start("--port", "0", "--admin-port", "0", "--no-samples").awaitWelcome();
    dev.bellhop("app", "create", "shop", "--host", "shop.localhost").expect(0);
  }

  @AfterAll
  static void end() throws Exception {
    assertThat(dev.terminate()).isZero();
    dev.close();
  }

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(byte[] input, String script) {
    StandardStreams streams = new StandardStreams(new ByteArrayInputStream(input), out, err);
    CommandContext context = new CommandContext(Map.of("BELLHOP_URL", dev.adminUrl()), streams);
    return Commands.run(context, "run", "shop", "--", "sh", "-c", script);
  }

  @Test
  void whatIsPipedInIsReadAndWhatIsPrintedComesOutApartAndUnchanged() {
    assertThat(run("data".getBytes(UTF_8), "cat; printf oh >&2; exit 3")).isEqualTo(3);
    assertThat(out.toString(UTF_8)).isEqualTo("data");
    assertThat(err.toString(UTF_8)).isEqualTo("oh");
  }

  @Test
  void megabytesPassBothWaysThroughBoundedBuffers() {
    byte[] data = new byte[3_000_000];
    new Random(7).nextBytes(data);
    assertThat(run(data, "cat")).as("%s", err).isZero();
    assertThat(out.toByteArray()).isEqualTo(data);
  }

  @Test
  void aCommandThatReadsNothingEndsAllTheSame() {
    assertThat(run(new byte[1_000_000], "echo done")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("done\n");
  }

  @Test
  void ctrlCWithoutATerminalCancelsTheRun() throws Exception {
    try (DevProcess client =
        dev.run("run", "shop", "--", "sh", "-c", "echo begun; exec sleep 611")) {
      client.awaitOutput("begun");
      client.interrupt();
      assertThat(client.awaitEnd()).isEqualTo(130);
      assertThat(client.output()).contains("is cancelled");
    }
    await().atMost(AMPLE).until(() -> dev.bellhop("runs", "shop").out().contains("cancelled"));
  }

  @Test
  void onATerminalTheCommandHasOneAndEveryKeyIsItsOwn() throws Exception {
    String script =
        "trap 'echo got it; exit 9' INT; test -t 0 && test -t 1 && echo term $TERM $(stty size);"
            + " while :; do sleep 0.05; done";
    try (DevProcess client = dev.runInTerminal(31, 97, "run", "shop", "--", "sh", "-c", script)) {
      client.awaitOutput("term vt100 31 97");
      client.type("\u0003");
      assertThat(client.awaitEnd()).isEqualTo(9);
      assertThat(client.output()).contains("got it").doesNotContain("cancelled");
    }
  }
}
