package io.bellhop.config.coordinate.sleep;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.config.coordinate.sleep.SleepSnapshot.Held;
import io.bellhop.config.coordinate.sleep.SleepStep.Change;
import io.bellhop.config.coordinate.sleep.SleepStep.Event;
import io.bellhop.config.coordinate.sleep.SleepStep.Wait;
import io.bellhop.model.AppName;
import io.bellhop.model.AwakeSchedule;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.RouterId;
import io.bellhop.model.SleepSpec;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.WakeBudget;
import io.bellhop.model.sleep.Keeper;
import io.bellhop.model.sleep.KeptAwake;
import io.bellhop.model.sleep.RestEntry;
import io.bellhop.model.sleep.SleepAck;
import io.bellhop.model.sleep.WakeLedger;
import io.bellhop.model.wake.WakeAnswer;
import io.bellhop.model.wake.WakeCause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** When an app that keeps some instances rests with them, and what ends that. */
class RestTest {
  private static final AppName SHOP = new AppName("shop");
  private static final RouterId EDGE = new RouterId("edge-1");
  private static final Duration AFTER = Duration.ofMinutes(10);
  // A Wednesday.
  private static final long NOW = Instant.parse("2026-03-04T12:00:00Z").toEpochMilli();
  private static final Traffic SERVING =
      Traffic.of(4, TrafficMode.SERVING, Map.of(new DeploymentName("v1"), 100), Map.of());

  private static final WakeLedger RESTING = WakeLedger.EMPTY.rested(RestEntry.begun(5, NOW, 2));

  private Traffic traffic = SERVING;
  private Optional<SleepSpec> spec = Optional.of(spec(2, Optional.empty()));
  private KeptAwake kept = KeptAwake.NOT;
  private WakeLedger ledger = WakeLedger.EMPTY;
  private boolean rolling;
  private SortedSet<RouterId> demand = new TreeSet<>();
  private final SortedMap<RouterId, SleepAck> acks = new TreeMap<>();
  private boolean spare = true;
  private long quietSince = NOW - AFTER.toMillis();

  private static SleepSpec spec(int minimum, Optional<String> awake) {
    return new SleepSpec(
        AFTER, SleepSpec.USUAL_STREAM_SILENCE, minimum, awake.map(AwakeSchedule::parse));
  }

  private SleepStep next() {
    return SleepSteps.next(
        new SleepSnapshot(
            SHOP,
            EDGE,
            spec,
            new Held<>(traffic, 7),
            new Held<>(kept, 1),
            Held.none(Optional.empty()),
            Held.none(ledger),
            rolling,
            demand,
            new TreeSet<>(List.of(EDGE)),
            3,
            acks,
            3,
            spare,
            quietSince,
            NOW,
            new SleepTimes(6_000, 10_000)));
  }

  private Change change() {
    SleepStep step = next();
    assertThat(step).isInstanceOf(Change.class);
    return (Change) step;
  }

  private void rests() {
    traffic = SERVING.resting(2);
    ledger = RESTING;
  }

  private void ended(Optional<Keeper.Kind> by) {
    Change change = change();
    assertThat(change.event()).isEqualTo(Event.RESUMED);
    assertThat(change.traffic()).contains(SERVING.resting(2).inMode(TrafficMode.SERVING));
    assertThat(change.by().map(Keeper::kind)).isEqualTo(by);
    RestEntry end = change.ledger().orElseThrow().rests().get(0);
    assertThat(end.epoch()).isEqualTo(6);
    assertThat(end.restsWith()).isEmpty();
    assertThat(end.reason())
        .isEqualTo(
            change.by().map(Keeper::message).orElse("its sleep.minimumInstances was changed"));
  }

  @Test
  void anIdleAppRestsWithItsMinimumAndGoesOnServing() {
    Change change = change();

    assertThat(change.event()).isEqualTo(Event.RESTING);
    Traffic next = change.traffic().orElseThrow();
    assertThat(next.mode()).isEqualTo(TrafficMode.SERVING);
    assertThat(next.epoch()).isEqualTo(5);
    assertThat(next.restsWith()).hasValue(2);
    assertThat(change.attempt()).isEmpty();
    assertThat(change.ledger()).contains(RESTING);
  }

  @Test
  void whatKeepsAnAppFromSleepingKeepsItFromResting() {
    quietSince = NOW - 1;
    assertThat(next()).isEqualTo(new Wait(NOW - 1 + AFTER.toMillis()));

    quietSince = 0;
    demand = new TreeSet<>(List.of(EDGE));
    assertThat(next()).isEqualTo(Wait.FOR_A_CHANGE);
  }

  @Test
  void itDoesNotRestWhereThatSparesNothingOrWhatStaysMayNotServe() {
    spare = false;

    assertThat(next()).isEqualTo(new Wait(NOW + AFTER.toMillis()));
  }

  @Test
  void withoutAMinimumItSleeps() {
    spec = Optional.of(spec(0, Optional.empty()));

    assertThat(change().event()).isEqualTo(Event.DRAINING);
  }

  @Test
  void aRestGoesOnWhileNothingHappens() {
    rests();
    assertThat(next()).isEqualTo(Wait.FOR_A_CHANGE);

    spec = Optional.of(spec(2, Optional.of("sat-sun 08:00-19:00 UTC")));
    assertThat(next()).isEqualTo(new Wait(Instant.parse("2026-03-07T08:00:00Z").toEpochMilli()));
  }

  @Test
  void aRequestEndsARest() {
    rests();
    demand = new TreeSet<>(List.of(EDGE));

    ended(Optional.of(Keeper.Kind.REQUESTS));
  }

  @Test
  void aPinALeaseARolloutAndTheScheduleEndARest() {
    rests();
    kept = new KeptAwake(true, 0);
    ended(Optional.of(Keeper.Kind.PINNED));

    kept = new KeptAwake(false, NOW + 1);
    ended(Optional.of(Keeper.Kind.BUSY));

    kept = KeptAwake.NOT;
    rolling = true;
    ended(Optional.of(Keeper.Kind.ROLLOUT));

    rolling = false;
    spec = Optional.of(spec(2, Optional.of("mon-fri 08:00-19:00 UTC")));
    ended(Optional.of(Keeper.Kind.SCHEDULE));
  }

  @Test
  void anotherSpecEndsARest() {
    rests();
    spec = Optional.of(spec(1, Optional.empty()));
    ended(Optional.empty());

    spec = Optional.of(spec(0, Optional.empty()));
    ended(Optional.empty());

    spec = Optional.empty();
    ended(Optional.of(Keeper.Kind.NOT_SET));
  }

  private RestEntry latestRest() {
    return change().ledger().orElseThrow().rests().get(0);
  }

  @Test
  void whoeverElseSwitchesTheAppEndsARestAndItsOwnerNotesThat() {
    rests();
    traffic = traffic.reweighted(traffic.weights());

    assertThat(change().event()).isEqualTo(Event.RESUMED);
    assertThat(change().traffic()).isEmpty();
    assertThat(latestRest()).isEqualTo(RestEntry.ended(6, NOW, "its traffic was switched"));

    rests();
    traffic = traffic.inMode(TrafficMode.PAUSED);
    assertThat(latestRest()).isEqualTo(RestEntry.ended(6, NOW, "it is paused"));
    ledger = change().ledger().orElseThrow();
    assertThat(next()).isEqualTo(Wait.FOR_A_CHANGE);
  }

  @Test
  void theRestOfAnAppThatIsPutToSleepEndsAsItSleeps() {
    rests();
    traffic = traffic.inMode(TrafficMode.DRAINING);
    acks.put(EDGE, new SleepAck(6, 0));

    assertThat(change().event()).isEqualTo(Event.ASLEEP);
    assertThat(latestRest()).isEqualTo(RestEntry.ended(7, NOW, "it sleeps"));

    kept = new KeptAwake(true, 0);
    assertThat(change().event()).isEqualTo(Event.CALLED_OFF);
    assertThat(latestRest().reason()).contains("it is pinned");
  }

  @Test
  void whatARouterSaidToAnEarlierAttemptPutsNoAppToSleep() {
    rests();
    traffic = traffic.inMode(TrafficMode.DRAINING);
    acks.put(EDGE, new SleepAck(4, 0));

    assertThat(change().event()).isEqualTo(Event.NOTED);
    assertThat(change().traffic()).isEmpty();
  }

  private WakeStep wake(Traffic of) {
    return WakeSteps.next(
        new WakeSnapshot(
            SHOP,
            EDGE,
            WakeCause.BY_HAND,
            new Held<>(of, 7),
            Held.none(ledger),
            new WakeBudget(0, 0),
            3,
            NOW));
  }

  @Test
  void aCallToWakeEndsARestAndIsNoWake() {
    assertThat(wake(SERVING)).isEqualTo(new WakeStep.Answered(new WakeAnswer.Coming(4)));

    ledger = RESTING;
    RestEntry end = RestEntry.ended(6, NOW, "somebody asked for it");
    assertThat(wake(SERVING.resting(2)))
        .isEqualTo(
            new WakeStep.Change(
                SERVING.resting(2).inMode(TrafficMode.SERVING), Optional.of(RESTING.rested(end))));
  }

  @Test
  void aRestLastsWhileTheAppIsPutToSleepAndEndsWithAnyOtherSwitch() {
    Traffic resting = SERVING.resting(2);

    assertThat(resting.inMode(TrafficMode.DRAINING).restsWith()).hasValue(2);
    for (TrafficMode mode : TrafficMode.values()) {
      if (mode != TrafficMode.DRAINING) {
        assertThat(resting.inMode(mode).restsWith()).as("%s", mode).isEqualTo(OptionalInt.empty());
      }
    }
    assertThat(resting.switchedTo(resting.weights()).isResting()).isFalse();
    assertThat(resting.reweighted(resting.weights()).isResting()).isFalse();
  }
}
