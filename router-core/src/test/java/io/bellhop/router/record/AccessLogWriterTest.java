package io.bellhop.router.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

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
  void lossesAreReportedOnceInAWhileOnly() {
    ListAppender<ILoggingEvent> reports = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(AccessLogWriter.class);
    logger.addAppender(reports);
    reports.start();
    sink.failAfterBytes(0);
    for (int i = 0; i < 3; i++) {
      queue.add(AccessEntries.FULL);
      writer.writeBatch();
    }
    logger.detachAppender(reports);

    assertThat(reports.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .singleElement(STRING)
        .contains("1 lines could not be written", "No space left on device", "accessLog.file");
  }

  @Test
  void anEmptyQueueWritesNothing() {
    assertThat(writer.writeBatch()).isFalse();
    assertThat(sink.text()).isEmpty();
  }
}
