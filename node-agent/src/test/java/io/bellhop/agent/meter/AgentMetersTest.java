package io.bellhop.agent.meter;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.bellhop.agent.testing.Sample;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class AgentMetersTest {
  private final ListAppender<ILoggingEvent> complaints = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(MeterRegistry.class);
  private final MeterRegistry registry = new SimpleMeterRegistry();

  @TempDir Path folder;

  @BeforeEach
  void listen() {
    complaints.start();
    // It warns of the first in a JVM alone.
    logger.setLevel(Level.DEBUG);
    logger.addAppender(complaints);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(complaints);
    logger.setLevel(null);
  }

  @Test
  void anAppThatRunsAgainIsMeasuredOnceAndWithoutAComplaint() throws IOException {
    AgentMeters meters = new AgentMeters(registry);
    try (UsageJournal journal =
        UsageJournal.open(folder.resolve("runs"), InstantSource.system(), () -> {})) {
      meters.runs(Sample.APP, journal);
      meters.runs(Sample.APP, journal);
    }
    assertThat(registry.find("bellhop.agent.running").functionCounters()).hasSize(1);
    assertThat(complaints.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(message -> message.contains("already registered"));
  }
}
