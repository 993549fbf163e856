package io.bellhop.agent.logs;

import static io.bellhop.agent.testing.Sample.APP;
import static io.bellhop.agent.testing.Sample.slot;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.agent.runtime.LogSink.Output;
import io.bellhop.model.AppName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogStoreTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  private static final LogLimits SMALL = new LogLimits(1_000, 3);

  @TempDir Path folder;
  private final AtomicInteger lost = new AtomicInteger();

  private LogStore store() {
    return new LogStore(folder.resolve("logs"), SMALL, lost::incrementAndGet);
  }

  private static void print(LogStore store, int index, int second, String text) {
    store.sink(slot(index)).line(START.plusSeconds(second), Output.OUT, text);
  }

  @Test
  void theTailOfAnAppMergesItsInstancesByTime() {
    LogStore store = store();
    print(store, 0, 1, "a");
    print(store, 1, 2, "b");
    print(store, 0, 3, "c");
    assertThat(store.tail(APP, 2)).extracting(LogLine::text).containsExactly("b", "c");
    assertThat(store.tail(APP, 9)).hasSize(3);
    assertThat(store.tail(new AppName("other"), 9)).isEmpty();
  }

  @Test
  void whatIsKeptIsBounded() throws IOException {
    LogStore store = store();
    for (int i = 0; i < 500; i++) {
      print(store, 0, i, "line " + i);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile))
          .hasSize(3)
          .allMatch(file -> file.toFile().length() <= 1_000);
    }
    assertThat(store.tail(slot(0), 1)).extracting(LogLine::text).containsExactly("line 499");
    assertThat(store.tail(slot(0), 40)).hasSize(40);
  }

  @Test
  void whatWasKeptIsThereAfterARestart() {
    LogStore before = store();
    print(before, 0, 1, "text with  spaces");
    before.close();
    assertThat(store().tail(APP, 5)).extracting(LogLine::text).containsExactly("text with  spaces");
    assertThat(store().sink(slot(0)).last()).isEqualTo(START.plusSeconds(1));
  }

  @Test
  void aReaderThatIsTooSlowLosesLinesAndHoldsNobodyUp() throws InterruptedException {
    LogStore store = store();
    try (LogReader reader = store.follow(APP)) {
      for (int i = 0; i < 3_000; i++) {
        print(store, 0, i, "line");
      }
      assertThat(reader.leftOut()).isEqualTo(1_000);
      assertThat(reader.next(Duration.ofSeconds(1))).isPresent();
    }
  }

  @Test
  void aReaderIsToldWhatWasPrintedBeforeAndThenWhatIsEachOnce() throws InterruptedException {
    LogStore store = store();
    print(store, 0, 1, "too old");
    print(store, 0, 2, "old");
    try (LogReader reader = store.follow(APP, 5, START.plusSeconds(1))) {
      print(store, 1, 3, "new");
      assertThat(reader.next(Duration.ofSeconds(1)).orElseThrow().text()).isEqualTo("old");
      assertThat(reader.next(Duration.ofSeconds(1)).orElseThrow().text()).isEqualTo("new");
      assertThat(reader.next(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void aFolderThatCannotBeWrittenCostsLinesAndNothingElse() throws IOException {
    Files.writeString(folder.resolve("logs"), "a file where the folder should be");
    print(store(), 0, 1, "lost");
    assertThat(lost).hasValue(1);
  }
}
