package io.bellhop.router.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class AccessLogWriterTest {
  private static final int MANY = 10_000;

  private final Queue<AccessEntry> queue = new ArrayDeque<>();
  private final TestSink sink = new TestSink();
  private final AccessLogWriter writer =
      new AccessLogWriter(queue, MANY, sink, new AccessLogLosses(new SimpleMeterRegistry()));

  @Test
  void shortLinesAreWrittenByTheThousand() {
    queue.addAll(Collections.nCopies(2_000, AccessEntries.UNKNOWN));

    assertThat(writer.writeBatch()).as("whether more may wait").isTrue();
    assertThat(queue).hasSize(2_000 - 1_024);
    assertThat(sink.text()).hasLineCount(1_024);
    assertThat(writer.writeBatch()).as("whether more may wait").isFalse();
    assertThat(sink.text()).hasLineCount(2_000);
  }

  @Test
  void longLinesDoNotMakeAPieceThatGrowsWithoutBound() {
    queue.addAll(Collections.nCopies(1_000, AccessEntries.withTarget("\u00e9".repeat(2_000))));

    assertThat(writer.writeBatch()).as("whether more may wait").isTrue();
    assertThat(sink.text().length()).isBetween(1 << 18, 1 << 19);
  }

  @Test
  void anEmptyQueueWritesNothing() {
    assertThat(writer.writeBatch()).isFalse();
    assertThat(sink.text()).isEmpty();
  }
}
