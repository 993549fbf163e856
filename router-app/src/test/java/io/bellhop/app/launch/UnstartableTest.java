package io.bellhop.app.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.app.cli.CommandRunner;
import io.bellhop.app.launch.AgentStack.Answer;
import io.bellhop.model.launch.InstanceSize;
import io.bellhop.model.launch.LaunchSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an app that cannot start looks like to whoever asks for it: it is named in the answer, long
 * before it would be waited for in vain, in the app's events, and in what explains it.
 */
final class UnstartableTest {
  private static final Duration CALL = Duration.ofSeconds(10);

  @TempDir private static Path folder;
  private static @Nullable AgentStack started;
  private static @Nullable FakeEngine engine;

  @BeforeAll
  static void start() throws Exception {
    started = AgentStack.start(folder);
    engine = FakeEngine.start();
    stack().agent("host-a", new RuntimeChoice.Processes("127.0.0.1"));
    stack().agent("host-b", new RuntimeChoice.Containers(engine().endpoint(), "127.0.0.1", CALL));
  }

  private static AgentStack stack() {
    return Objects.requireNonNull(started);
  }

  private static FakeEngine engine() {
    return Objects.requireNonNull(engine);
  }

  @AfterAll
  static void stop() throws IOException {
    stack().close();
    engine().close();
  }

  private static CommandRunner.Result bellhop(String... arguments) {
    return stack().bellhop(arguments);
  }

  private static void app(String name, LaunchSpec launch) throws Exception {
    stack().app(name, launch);
  }

  private static LaunchSpec shell(String script) {
    return LaunchSpec.ofCommand(List.of("sh", "-c", script));
  }

  private static Answer ask(String name) throws Exception {
    return stack().ask(name);
  }

  private static void assertTold(String name, String what) {
    stack().assertTold(name, what);
  }

  @Test
  void aCommandThatExitsAtOnce() throws Exception {
    app("exits", shell("echo no database; exit 3"));

    Answer answer =
        ask("exits").is(503, "app_crash_looping", "exited with code 3", "bellhop logs exits");

    assertThat(answer.problem().path("exit_code").asInt()).isEqualTo(3);
    assertThat(answer.problem().has("last_lines")).isFalse();
    assertTold("exits", "exited with code 3");
    bellhop("explain", "exits").prints("started minutes, and 0 one-off runs ran for");
    bellhop("events", "exits").prints("no database");
    bellhop("app", "set", "exits", "wake.showOutput=true").succeeds();
    assertThat(
            ask("exits")
                .is(503, "app_crash_looping", "failed")
                .problem()
                .path("last_lines")
                .get(0)
                .asText())
        .isEqualTo("no database");
  }

  @Test
  void anAppThatCannotStartIsNamedToWhoWakesIt() throws Exception {
    app("asleep", shell("exit 4"));
    Answer unused = ask("asleep").is(503, "app_crash_looping", "failed");
    bellhop("sleep", "asleep").succeeds();

    Answer answer = ask("asleep").is(503, "app_crash_looping", "exited with code 4");

    assertThat(answer.problem().path("exit_code").asInt()).isEqualTo(4);
    bellhop("explain", "asleep").prints("app_crash_looping");
  }

  @Test
  void aPortThatIsNeverOpened() throws Exception {
    app("silent", shell("exec sleep 600").withTimes(Duration.ofSeconds(1), Duration.ofMillis(300)));

    Answer unused =
        ask("silent").is(503, "app_crash_looping", "did not listen on port", "listen on $PORT");

    assertTold("silent", "did not listen on port");
  }

  @Test
  void anInstanceThatIsKilledFromOutside() throws Exception {
    app("killed", shell("kill -9 $$"));

    Answer unused =
        ask("killed").is(503, "app_crash_looping", "killed by signal 9: by somebody on its host");

    assertTold("killed", "killed by signal 9");
  }

  @Test
  void anInstanceThatNoAgentHasRoomFor() throws Exception {
    app("large", shell("exec sleep 600").withSize(InstanceSize.named("2XL")));

    Answer unused =
        ask("large").is(503, "no_capacity", "no agent has room for size 2XL", "add an agent");

    assertTold("large", "no agent has room for size 2XL");
  }

  @Test
  void anImageThatIsMissing() throws Exception {
    app("imageless", LaunchSpec.ofImage("nowhere/shop:42"));

    // The agent of containers may be in trouble by another test, which it tells first.
    await()
        .atMost(AgentStack.AMPLE)
        .untilAsserted(
            () ->
                assertThat(ask("imageless").problem().path("detail").asText())
                    .contains("image 'nowhere/shop:42' is not on this host"));
    Answer unused = ask("imageless").is(503, "app_cannot_start", "nowhere/shop:42");

    assertTold("imageless", "image 'nowhere/shop:42' is not on this host");
  }

  @Test
  void anEngineThatIsDown() throws Exception {
    engine().down(true);
    try {
      app("engineless", LaunchSpec.ofImage("nowhere/shop:43"));

      Answer unused = ask("engineless").is(503, "app_cannot_start", "cannot be reached");

      assertTold("engineless", "cannot be reached");
    } finally {
      engine().down(false);
    }
  }

  @Test
  void aHostWhoseDiskIsFull() throws Exception {
    app("diskless", LaunchSpec.ofImage(FakeEngine.FULL_DISK));

    Answer unused =
        ask("diskless").is(503, "app_cannot_start", "disk", "remove images and containers");

    assertTold("diskless", "remove images and containers");
  }
}
