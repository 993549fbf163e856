package io.bellhop.agent.meter;

import static io.bellhop.agent.testing.Sample.APP;
import static io.bellhop.agent.testing.Sample.slot;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.agent.runtime.Ending;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.agent.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UsageJournalTest {
  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private final Instant start = clock.instant();

  private UsageJournal journal() throws IOException {
    return UsageJournal.open(folder.resolve("runs.jsonl"), clock, () -> {});
  }

  private Observed running(String id) {
    return new Observed(
        new RuntimeId(id), slot(0), 1, 1, Optional.empty(), start, Optional.empty());
  }

  private Observed ended(String id, Duration after) {
    Ending ending = new Ending(OptionalInt.of(0), false, start.plus(after), List.of());
    return new Observed(
        new RuntimeId(id), slot(0), 1, 1, Optional.empty(), start, Optional.of(ending));
  }

  private Usage usage(UsageJournal journal) {
    return journal.usage(APP, start.minusSeconds(60), start.plus(Duration.ofDays(1)));
  }

  @Test
  void aRunIsCountedOnceHoweverOftenItIsTold() throws IOException {
    UsageJournal journal = journal();
    clock.advance(Duration.ofHours(1));
    for (int i = 0; i < 3; i++) {
      journal.started(running("c1"), "M");
      journal.ended(ended("c1", Duration.ofSeconds(61)));
    }
    journal.close();
    assertThat(usage(journal())).isEqualTo(new Usage(1, Duration.ofSeconds(61), 2));
  }

  @Test
  void whatRunsIsCountedUpToNow() throws IOException {
    UsageJournal journal = journal();
    journal.started(running("c1"), "M");
    clock.advance(Duration.ofSeconds(30));
    assertThat(usage(journal)).isEqualTo(new Usage(1, Duration.ofSeconds(30), 1));
  }

  @Test
  void anEndWithoutAStartIsCountedInFull() throws IOException {
    UsageJournal journal = journal();
    clock.advance(Duration.ofHours(1));
    journal.ended(ended("c1", Duration.ofSeconds(5)));
    assertThat(usage(journal).time()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aRunThatTheRuntimeForgotEndsWhenAnAgentLastSawIt() throws IOException {
    UsageJournal before = journal();
    before.started(running("c1"), "M");
    clock.advance(Duration.ofSeconds(10));
    before.tick();
    before.close();
    clock.advance(Duration.ofHours(5));
    UsageJournal after = journal();
    after.reconcile(List.of());
    assertThat(usage(after).time()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aLineThatACrashCutIsLeftOutAndTheNextIsRead() throws IOException {
    UsageJournal before = journal();
    before.started(running("c1"), "M");
    before.close();
    Files.writeString(
        folder.resolve("runs.jsonl"), "{\"id\":\"c2\",\"app\":\"sh", StandardOpenOption.APPEND);
    UsageJournal after = journal();
    after.started(running("c3"), "M");
    after.close();
    assertThat(journal().lives(slot(0))).extracting(MeteredLife::id).containsExactly("c1", "c3");
  }

  @Test
  void whatEndedLongAgoIsDropped() throws IOException {
    UsageJournal before = journal();
    before.started(running("c1"), "M");
    before.ended(ended("c1", Duration.ofSeconds(5)));
    before.close();
    clock.advance(Duration.ofDays(63));
    assertThat(journal().lives(slot(0))).isEmpty();
  }
}
