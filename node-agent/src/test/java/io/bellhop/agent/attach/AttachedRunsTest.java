package io.bellhop.agent.attach;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.agent.runtime.AttachedStreams;
import io.bellhop.agent.runtime.LogSink;
import io.bellhop.agent.runtime.LogSink.Output;
import io.bellhop.agent.runtime.Printed;
import io.bellhop.agent.runtime.PrintedQueue;
import io.bellhop.agent.testing.CollectedLog;
import io.bellhop.agent.testing.ManualClock;
import io.bellhop.agent.testing.Sample;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.TerminalSize;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AttachedRunsTest {
  private static final RunKey KEY = new RunKey(Sample.APP, new RunId("r1"));
  private static final Duration GRACE = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int BOUND = 256 * 1024;

  private final ManualClock clock = new ManualClock();
  private final AttachedRuns runs = new AttachedRuns(clock, GRACE);
  private final Command command = new Command();

  /** A command that takes input when it is let. */
  private static final class Command implements AttachedStreams {
    final PrintedQueue printed = new PrintedQueue(1 << 20);
    final ByteArrayOutputStream input = new ByteArrayOutputStream();
    final Semaphore ready = new Semaphore(0);
    final Semaphore took = new Semaphore(0);

    @Override
    public Optional<Printed> read() throws InterruptedException {
      return printed.take();
    }

    @Override
    public void write(byte[] bytes) {
      ready.acquireUninterruptibly();
      input.writeBytes(bytes);
      took.release();
    }

    @Override
    public void endInput() {
      took.release();
    }

    @Override
    public void resize(TerminalSize size) {}

    @Override
    public void close() {
      printed.end();
      ready.release(1_000);
    }
  }

  /** Takes a while for each line, as a disk does. */
  private static final class SlowLog implements LogSink {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void line(Instant at, Output output, String text) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      lines.add(text);
    }

    @Override
    public Instant last() {
      return Instant.EPOCH;
    }
  }

  private void open() {
    open(new CollectedLog());
  }

  private void open(LogSink log) {
    assertThat(runs.open(KEY, () -> Optional.of(command), log)).isTrue();
  }

  private void print(String text) {
    command.printed.offer(new Printed(Output.OUT, text.getBytes(UTF_8)));
  }

  @AfterEach
  void close() {
    runs.close();
  }

  @Test
  void outputIsKeptUntilItsReaderSaysThatItHasIt() throws Exception {
    open();
    print("hello");
    OutputPiece first = runs.read(KEY, 0, LONG).orElseThrow();
    assertThat(first.next()).isEqualTo(5);
    assertThat(runs.read(KEY, 0, LONG).orElseThrow().printed()).hasSize(1);
    print("!");
    OutputPiece second = runs.read(KEY, 5, LONG).orElseThrow();
    assertThat(second.printed()).hasSize(1);
    assertThat(second.next()).isEqualTo(6);
    assertThat(new String(runs.read(KEY, 2, LONG).orElseThrow().printed().get(0).bytes(), UTF_8))
        .isEqualTo("llo");
    runs.received(KEY, 5);
    assertThatThrownBy(() -> runs.read(KEY, 0, LONG))
        .isInstanceOf(LostPlaceException.class)
        .hasMessageContaining("begin a new run");
  }

  @Test
  void inputThatIsSentAgainIsTakenOnce() throws Exception {
    open();
    byte[] abc = {'a', 'b', 'c'};
    assertThat(runs.write(KEY, 0, abc, false, LONG)).hasValue(3);
    assertThat(runs.write(KEY, 0, abc, false, LONG)).hasValue(3);
    assertThat(runs.write(KEY, 2, abc, true, LONG)).hasValue(5);
    command.ready.release(2);
    command.took.acquire(3);
    assertThat(command.input.toString(UTF_8)).isEqualTo("abcbc");
    assertThatThrownBy(() -> runs.write(KEY, 9, abc, false, LONG))
        .isInstanceOf(LostPlaceException.class);
  }

  @Test
  void noMoreInputIsTakenThanThereIsRoomFor() throws Exception {
    open();
    long taken = 0;
    byte[] piece = new byte[64 * 1024];
    for (int i = 0; i < 6; i++) {
      taken = runs.write(KEY, taken, piece, false, Duration.ofMillis(1)).orElseThrow();
    }
    // One piece may be on its way to the command, beside those that wait.
    assertThat(taken).isBetween((long) BOUND, (long) BOUND + piece.length);
    command.ready.release(100);
    assertThat(runs.write(KEY, taken, piece, false, LONG).orElseThrow()).isGreaterThan(taken);
  }

  @Test
  void aRunWhoseClientIsNotHeardOfForTheGraceIsAbandoned() throws Exception {
    open();
    clock.advance(GRACE);
    assertThat(runs.abandoned()).isEmpty();
    runs.write(KEY, 0, new byte[0], false, LONG);
    clock.advance(GRACE);
    assertThat(runs.abandoned()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(runs.abandoned()).containsExactly(KEY);
  }

  @Test
  void whatEndedIsReadToItsEndAndThenForgotten() throws Exception {
    open();
    print("bye");
    command.printed.end();
    assertThat(runs.finish(KEY, LONG).orElseThrow()).containsExactly("bye");
    assertThat(runs.abandoned()).isEmpty();
    OutputPiece piece = runs.read(KEY, 0, LONG).orElseThrow();
    assertThat(piece.over()).isTrue();
    assertThat(runs.abandoned()).isEmpty();
    assertThat(runs.read(KEY, 0, LONG).orElseThrow().printed()).hasSize(1);
    runs.received(KEY, 3);
    assertThat(runs.abandoned()).isEmpty();
    assertThat(runs.read(KEY, 3, LONG)).isEmpty();
  }

  @Test
  void whatWasPrintedIsInItsLogOnceTheStreamsAreLetGoOf() throws Exception {
    SlowLog log = new SlowLog();
    open(log);
    print("no end of line");
    assertThat(runs.read(KEY, 0, LONG).orElseThrow().printed()).hasSize(1);
    runs.close();
    assertThat(log.lines).containsExactly("no end of line");
  }

  @Test
  void streamsThatAreLostAreSaidToBe() {
    assertThat(runs.open(KEY, Optional::empty, new CollectedLog())).isFalse();
  }
}
