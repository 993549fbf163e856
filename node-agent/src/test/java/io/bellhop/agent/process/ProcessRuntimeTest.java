package io.bellhop.agent.process;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.shell;
import static io.bellhop.agent.testing.Sample.slot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.LogFollowing;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.testing.CollectedLog;
import io.bellhop.agent.testing.RecordingListener;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.LaunchSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessRuntimeTest {
  @TempDir Path folder;
  private final RecordingListener listener = new RecordingListener();
  private ProcessRuntime runtime;

  @BeforeEach
  void open() throws RuntimeFailure {
    runtime = another();
  }

  private ProcessRuntime another() throws RuntimeFailure {
    ProcessRuntime opened =
        ProcessRuntime.in(folder.resolve("run"), "127.0.0.1", InstantSource.system());
    opened.watch(listener);
    return opened;
  }

  @AfterEach
  void killAll() throws RuntimeFailure {
    for (Observed each : runtime.list()) {
      runtime.stop(each.id(), Duration.ZERO);
      runtime.remove(each.id());
    }
    runtime.close();
  }

  private static LaunchOrder order(LaunchSpec spec, long generation) {
    return new LaunchOrder(new Claim(slot(0), AGENT, generation), spec, 7);
  }

  private Observed start(String script) throws RuntimeFailure {
    return runtime.start(order(shell(script), 1));
  }

  private Observed inspect(Observed instance) {
    return runtime.inspect(instance.id()).orElseThrow();
  }

  private Observed awaitEnd(Observed instance) {
    await().until(() -> listener.ended().contains(instance.id()));
    return inspect(instance);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private long pidIn(String name) throws IOException {
    await().until(() -> Files.exists(file(name)) && Files.size(file(name)) > 0);
    return Long.parseLong(Files.readString(file(name)).strip());
  }

  private static boolean lives(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  @Test
  void theCommandGetsItsPortAndItsNamesInTheEnvironment() throws RuntimeFailure {
    LaunchSpec spec =
        shell("echo $PORT $BELLHOP_APP $BELLHOP_DEPLOYMENT $BELLHOP_INSTANCE $COLOUR")
            .withEnvironment(Map.of("COLOUR", "green"));
    Observed started = runtime.start(order(spec, 1));
    int port = started.address().orElseThrow().port();
    assertThat(awaitEnd(started).ending().orElseThrow().lastLines())
        .containsExactly(port + " shop v1 0 green");
  }

  @Test
  void theExitCodeAndTheLastLinesAreKnown() throws RuntimeFailure {
    Observed ended = awaitEnd(start("echo one; echo two >&2; exit 3"));
    assertThat(ended.ending().orElseThrow().code()).hasValue(3);
    assertThat(ended.ending().orElseThrow().signal()).isEmpty();
    assertThat(ended.ending().orElseThrow().lastLines()).containsExactly("one", "two");
  }

  @RepeatedTest(20)
  void theEndOfACommandThatIsDoneAtOnceIsTold() throws RuntimeFailure {
    assertThat(awaitEnd(start("exit 3")).ending().orElseThrow().code()).hasValue(3);
  }

  @Test
  void aKillFromOutsideIsToldWithItsSignal() throws Exception {
    Observed started = start("echo $$ >%s; exec sleep 600".formatted(file("pid")));
    long pid = pidIn("pid");
    Instant killed = Instant.now();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    Observed ended = awaitEnd(started);
    assertThat(ended.ending().orElseThrow().signal()).hasValue(9);
    assertThat(ended.ending().orElseThrow().finishedAt())
        .isBetween(killed.minusMillis(50), Instant.now().plusMillis(50));
  }

  @Test
  void stoppingAsksFirstSoThatTheAppCanFinish() throws Exception {
    Observed started =
        start(
            "trap 'echo bye; exit 0' TERM; echo up >%s; while :; do sleep 0.05; done"
                .formatted(file("up")));
    await().until(() -> Files.exists(file("up")));
    runtime.stop(started.id(), Duration.ofSeconds(10));
    assertThat(inspect(started).ending().orElseThrow().code()).hasValue(0);
    assertThat(inspect(started).ending().orElseThrow().lastLines()).contains("bye");
  }

  @Test
  void whatDoesNotEndWithinTheGraceIsKilledWithItsChildren() throws Exception {
    Observed started =
        start(
            "trap '' TERM; sleep 600 & echo $! >%s; while :; do sleep 0.05; done"
                .formatted(file("child")));
    long child = pidIn("child");
    runtime.stop(started.id(), Duration.ofMillis(200));
    assertThat(inspect(started).ending().orElseThrow().signal()).hasValue(9);
    await().until(() -> !lives(child));
  }

  @Test
  void whatACommandLeavesBehindIsKilledWithIt() throws Exception {
    Observed started = start("sleep 600 & echo $! >%s; exit 0".formatted(file("child")));
    long child = pidIn("child");
    awaitEnd(started);
    assertThat(lives(child)).isTrue();
    runtime.remove(started.id());
    await().until(() -> !lives(child));
    assertThat(runtime.list()).isEmpty();
  }

  @Test
  void theSameOrderIsStartedOnce() throws RuntimeFailure {
    Observed first = start("echo $$ >>%s; exec sleep 600".formatted(file("starts")));
    Observed second = start("echo $$ >>%s; exec sleep 600".formatted(file("starts")));
    assertThat(second).isEqualTo(first);
    await().untilAsserted(() -> assertThat(Files.readAllLines(file("starts"))).hasSize(1));
  }

  @Test
  void anotherAgentFindsWhatRunsAndSeesItsEnd() throws Exception {
    Observed started = start("echo $$ >%s; exec sleep 600".formatted(file("pid")));
    long pid = pidIn("pid");
    runtime.close();
    runtime = another();
    assertThat(runtime.list()).containsExactly(started);
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    assertThat(awaitEnd(started).ending().orElseThrow().signal()).hasValue(9);
  }

  @Test
  void aProcessThatWasGivenAnOldProcessIdIsNotTakenForTheInstance() throws Exception {
    Observed started = start("true");
    awaitEnd(started);
    Path ours = folder.resolve("run").resolve(started.id().value());
    Files.delete(ours.resolve("exit"));
    Files.writeString(ours.resolve("pid"), Long.toString(ProcessHandle.current().pid()));
    Files.setLastModifiedTime(
        ours.resolve("pid"), FileTime.from(Instant.now().minusSeconds(9_999)));
    assertThat(inspect(started).running()).isFalse();
    runtime.stop(started.id(), Duration.ZERO);
    assertThat(inspect(started).ending().orElseThrow().code()).isEmpty();
  }

  @Test
  void aCommandThatIsNotThereIsNamed() {
    LaunchSpec spec = LaunchSpec.ofCommand(List.of("no-such-program"));
    assertThatThrownBy(() -> runtime.start(order(spec, 1)))
        .isInstanceOfSatisfying(
            RuntimeFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.COMMAND_FAILED))
        .hasMessage(
            "command 'no-such-program' is not on this host or may not be run: install it, or name"
                + " it with its path");
    assertThat(folder.resolve("run")).isEmptyDirectory();
  }

  @Test
  void anImageIsNotForThisRuntime() {
    assertThatThrownBy(() -> runtime.start(order(LaunchSpec.ofImage("shop:42"), 1)))
        .isInstanceOf(RuntimeFailure.class)
        .hasMessageContaining("run an agent with --runtime docker");
  }

  @Test
  void outputsAreCopiedApartAndToTheEnd() throws RuntimeFailure {
    CollectedLog log = new CollectedLog();
    Observed started = start("echo one; echo two >&2; printf three");
    LogFollowing following = runtime.followLogs(started, log);
    awaitEnd(started);
    following.awaitEnd(Duration.ofSeconds(5));
    assertThat(log.lines()).containsExactlyInAnyOrder("OUT one", "OUT three", "ERR two");
  }

  @Test
  void anotherAgentCopiesWhatIsNewAndNothingTwice() throws Exception {
    CollectedLog log = new CollectedLog();
    Observed started =
        start(
            "echo one; while [ ! -e %s ]; do sleep 0.05; done; echo two; exec sleep 600"
                .formatted(file("go")));
    LogFollowing following = runtime.followLogs(started, log);
    await().until(() -> log.lines().size() == 1);
    following.close();
    runtime.close();
    runtime = another();
    runtime.followLogs(started, log);
    Files.createFile(file("go"));
    await().until(() -> log.lines().size() > 1);
    assertThat(log.lines()).containsExactly("OUT one", "OUT two");
  }

  @Test
  void theRawFileIsEmptiedOnceItIsCopied() throws Exception {
    CollectedLog log = new CollectedLog();
    Observed started =
        start("head -c 1500000 /dev/zero | tr '\\0' 'x' | fold -w 1000; echo; exec sleep 600");
    runtime.followLogs(started, log);
    Path raw = folder.resolve("run").resolve(started.id().value()).resolve("out.log");
    await().until(() -> log.lines().size() >= 1_500 && Files.size(raw) < 1_000_000);
  }
}
