package io.bellhop.agent.docker;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.slot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.agent.runtime.LogFollowing;
import io.bellhop.agent.runtime.LogSink;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.agent.testing.CollectedLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContainerLogTest {
  private static final String LINE = "2026-05-01T10:00:00.000000000Z three";
  private static final Observed CONTAINER =
      new Observed(
          new RuntimeId("c1"), slot(0), 1, 1, Optional.empty(), Instant.EPOCH, Optional.empty());

  @TempDir Path folder;

  private static String answer(String request, String head) {
    String frame = "\1\0\0\0\0\0\0" + (char) LINE.length() + LINE;
    return request.contains("/logs")
        ? "HTTP/1.1 200 OK\r\n" + head + "\r\n" + frame
        : FakeEngine.json(200, "{\"ApiVersion\":\"1.41\",\"MinAPIVersion\":\"1.24\"}");
  }

  @Test
  void aCopyIsNotOverBeforeALastLineWithoutItsEndIsTaken() throws Exception {
    Paused log = new Paused();
    try (FakeEngine engine = new FakeEngine(folder.resolve("s"), asked -> answer(asked, ""));
        DockerRuntime runtime = new DockerRuntime(AGENT, engine.settings())) {
      LogFollowing following = runtime.followLogs(CONTAINER, log);
      assertThat(log.reached.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(following.over()).isFalse();
      log.released.countDown();
      following.awaitEnd(Duration.ofSeconds(10));
      assertThat(following.over()).isTrue();
      assertThat(log.kept.lines()).containsExactly("OUT three");
    }
  }

  @Test
  void aLineThatABrokenConnectionCutIsLeftToWhoeverFollowsAnew() throws Exception {
    CollectedLog log = new CollectedLog();
    String longer = "Content-Length: 500\r\n";
    try (FakeEngine engine = new FakeEngine(folder.resolve("s"), asked -> answer(asked, longer));
        DockerRuntime runtime = new DockerRuntime(AGENT, engine.settings())) {
      LogFollowing following = runtime.followLogs(CONTAINER, log);
      await().until(following::over);
      assertThat(log.lines()).isEmpty();
      assertThat(log.last()).isEqualTo(Instant.EPOCH);
    }
  }

  /** Takes a line only once it is told to. */
  private static final class Paused implements LogSink {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);
    final CollectedLog kept = new CollectedLog();

    @Override
    public void line(Instant at, Output output, String text) {
      reached.countDown();
      try {
        assertThat(released.await(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      kept.line(at, output, text);
    }

    @Override
    public Instant last() {
      return kept.last();
    }
  }
}
