package io.bellhop.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppName;
import io.bellhop.model.RouterId;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.InstanceEvent.Kind;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.news.SleepHistory;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunEnd;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunOutcome;
import io.bellhop.model.run.RunSpec;
import io.bellhop.model.sleep.RestEntry;
import io.bellhop.model.sleep.WakeEntry;
import io.bellhop.model.sleep.WakeLedger;
import io.bellhop.model.sleep.WakePhases;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a client of an app's events is told, and how often. */
class EventFeedTest {
  private static final AppName SHOP = new AppName("shop");
  private static final Duration AMPLE = Duration.ofSeconds(30);
  private static final Instant NOW = FakeProcess.NOW;

  private final FakeRollouts rollouts = new FakeRollouts();
  private final FakeEvents events = new FakeEvents();

  private EventFeed feed(boolean follow, String lastEventId) {
    return EventFeed.of(rollouts, events, SHOP, follow, lastEventId);
  }

  /** All that is there, by kind; where rollouts stand is left out. */
  private static List<Feed.Event> drain(EventFeed feed) throws InterruptedException {
    List<Feed.Event> all = new ArrayList<>();
    for (Optional<Feed.Event> next = feed.next(Duration.ZERO);
        next.isPresent();
        next = feed.next(Duration.ZERO)) {
      all.add(next.get());
    }
    return all.stream().filter(event -> !event.name().equals("progress")).toList();
  }

  private static List<String> kinds(List<Feed.Event> events) {
    return events.stream()
        .map(event -> event.data().replaceAll(".*\"kind\":\"([a-z_]+)\".*", "$1"))
        .toList();
  }

  private static WakeEntry woken() {
    return WakeEntry.begin(
        7,
        new RouterId("r1"),
        new WakeCause("shop.test", "/cart", WakeCause.Agent.CLIENT),
        NOW.toEpochMilli(),
        1,
        "");
  }

  private static WakeEntry ended(String outcome, Optional<Duration> healthy) {
    return woken()
        .reported(
            new WakeReport(
                woken().cause(),
                NOW,
                Optional.of(Duration.ofMillis(5)),
                healthy,
                healthy.map(time -> time.plusMillis(9)),
                3,
                outcome),
            WakePhases.UNKNOWN);
  }

  private static SleepHistory history(WakeEntry entry) {
    return new SleepHistory(WakeLedger.EMPTY.woken(entry), Optional.empty());
  }

  private static Run run() {
    RunSpec spec =
        new RunSpec(Optional.empty(), LaunchSpec.ofCommand(List.of("true")), Duration.ofMinutes(1));
    return Run.queued(new RunKey(SHOP, new RunId("run-1")), spec, "", NOW);
  }

  @Test
  void aWakeIsToldWhenItIsAskedForWhenItIsReadyAndWhenTheAppSleepsAgain() throws Exception {
    try (EventFeed feed = feed(true, "")) {
      events.sleep(history(woken()));
      assertThat(kinds(drain(feed))).containsExactly("woken");
      events.sleep(history(ended("answered", Optional.of(Duration.ofMillis(800)))));
      List<Feed.Event> ready = drain(feed);
      assertThat(kinds(ready)).containsExactly("wake_ready");
      assertThat(ready.get(0).data()).contains("healthy after 800 ms, first byte after 809 ms");
      events.sleep(
          history(
              ended("answered", Optional.of(Duration.ofMillis(800)))
                  .asleep(NOW.plusSeconds(60).toEpochMilli())));
      assertThat(kinds(drain(feed))).containsExactly("asleep");
    }
  }

  @Test
  void aRestIsToldWhenItBeginsAndWithWhatEndsIt() throws Exception {
    try (EventFeed feed = feed(true, "")) {
      WakeLedger resting =
          WakeLedger.EMPTY.rested(RestEntry.begun(8, NOW.plusSeconds(60).toEpochMilli(), 2));
      events.sleep(new SleepHistory(resting, Optional.empty()));
      List<Feed.Event> begun = drain(feed);
      assertThat(kinds(begun)).containsExactly("resting");
      assertThat(begun.get(0).data()).contains("it rests with 2 of each deployment's instances");
      RestEntry end =
          RestEntry.ended(9, NOW.plusSeconds(90).toEpochMilli(), "requests flow on router r1");
      events.sleep(new SleepHistory(resting.rested(end), Optional.empty()));
      List<Feed.Event> ended = drain(feed);
      assertThat(kinds(ended)).containsExactly("resumed");
      assertThat(ended.get(0).data()).contains("it rests no more: requests flow on router r1");
    }
  }

  @Test
  void aWakeThatFailsIsToldWithItsCode() throws Exception {
    events.sleep(history(ended("app_crash_looping", Optional.empty())));
    try (EventFeed feed = feed(true, "")) {
      List<Feed.Event> all = drain(feed);
      assertThat(kinds(all)).containsExactly("woken", "wake_failed");
      assertThat(all.get(1).data()).contains("\"code\":\"app_crash_looping\"");
    }
  }

  @Test
  void aRunIsToldWhenItIsAskedForWhenItBeginsAndHowItEnds() throws Exception {
    try (EventFeed feed = feed(true, "")) {
      events.runs(List.of(run()));
      assertThat(kinds(drain(feed))).containsExactly("run_queued");
      Run begun = run().claimed(new AgentId("host-a"), NOW).started(NOW.plusMillis(20));
      events.runs(List.of(begun));
      assertThat(kinds(drain(feed))).containsExactly("run_started");
      RunEnd end =
          new RunEnd(
              new RunOutcome.Exited(3),
              Optional.of(NOW.plusMillis(20)),
              NOW.plusMillis(40),
              "it exited with code 3",
              List.of());
      events.runs(List.of(begun.ended(end)));
      List<Feed.Event> ended = drain(feed);
      assertThat(kinds(ended)).containsExactly("run_ended");
      assertThat(ended.get(0).data()).contains("\"code\":3", "it exited with code 3");
    }
  }

  @Test
  void whatIsToldOnceIsNotToldAgainWhateverElseChangesNorAfterTheStreamBroke() throws Exception {
    events.sleep(history(woken()));
    events.happened(Kind.STARTED, "started");
    String last;
    try (EventFeed feed = feed(true, "")) {
      List<Feed.Event> all = drain(feed);
      assertThat(kinds(all)).containsExactlyInAnyOrder("woken", "started");
      events.happened(Kind.READY, "ready");
      List<Feed.Event> more = drain(feed);
      assertThat(kinds(more)).containsExactly("ready");
      last = more.get(0).id();
    }
    events.runs(List.of(run()));
    try (EventFeed feed = feed(true, last)) {
      assertThat(kinds(drain(feed))).containsExactly("run_queued");
    }
  }

  @Test
  void whoWaitsIsToldOnceSomethingChangesAndNothingIsLookedAtBefore() throws Exception {
    try (EventFeed feed = feed(true, "")) {
      assertThat(drain(feed)).isEmpty();
      int looks = events.looks();
      FutureTask<Optional<Feed.Event>> waiting = new FutureTask<>(() -> feed.next(AMPLE));
      new Thread(waiting, "event-reader").start();
      events.happened(Kind.EXITED, "exited");
      assertThat(waiting.get(30, TimeUnit.SECONDS).orElseThrow().data()).contains("exited");
      assertThat(events.looks() - looks).isEqualTo(1);
    }
    assertThat(events.listeners()).isZero();
  }

  @Test
  void whatTheStoreDidNotTellIsToldLater() throws Exception {
    events.happened(Kind.STARTED, "started");
    events.storeAway(true);
    try (EventFeed feed = feed(true, "")) {
      assertThat(drain(feed)).isEmpty();
      events.storeAway(false);
      assertThat(kinds(drain(feed))).containsExactly("started");
    }
  }
}
