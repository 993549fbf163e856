package io.bellhop.config.coordinate.sleep;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.config.coordinate.sleep.StartFacts.Start;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.ExitReport;
import io.bellhop.model.launch.ExitReport.Reason;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.launch.InstanceEvent.Kind;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.wake.WakeTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** When no instance of an app is to be expected, by what agents say of it. */
class StartTroubleTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant WOKEN = NOW.minusSeconds(10);
  private static final DeploymentName V1 = new DeploymentName("v1");
  private static final DeploymentName V2 = new DeploymentName("v2");

  private final List<InstanceEvent> events = new ArrayList<>();
  private Optional<CrashLoop> loop = Optional.empty();
  private List<AgentInfo> agents = List.of(agent("a"));
  private Duration agentless = Duration.ZERO;

  private static Start start(DeploymentName name, Optional<CrashLoop> loop, boolean held) {
    return new Start(name, 1, LaunchSpec.ofImage("shop:1"), 7, loop, held);
  }

  private static AgentInfo agent(String id) {
    return new AgentInfo(
        new AgentId(id), Resources.NONE, Map.of(), Resources.NONE, "docker", "1", Optional.empty());
  }

  private Optional<WakeTrouble> trouble(Start... starts) {
    return StartTrouble.of(
        new StartFacts(
            new AppName("shop"),
            List.of(starts),
            events,
            agents,
            agentless,
            WOKEN.toEpochMilli(),
            NOW.toEpochMilli()));
  }

  private Optional<WakeTrouble> trouble() {
    return trouble(start(V1, loop, false));
  }

  private static CrashLoop failed(int times, Reason reason) {
    ExitReport report =
        new ExitReport(
            reason,
            OptionalInt.of(3),
            OptionalInt.empty(),
            List.of("no database", "bye"),
            Duration.ofMillis(40),
            "instance shop/v1/0 exited with code 3: see its last lines");
    return new CrashLoop(times, NOW.plusSeconds(4), 7, report);
  }

  private void happened(Kind kind, String agent, Instant at) {
    events.add(
        new InstanceEvent(
            events.size() + 1,
            at,
            kind,
            V1,
            OptionalInt.of(0),
            new AgentId(agent),
            kind + " by " + agent));
  }

  @Test
  void aRowOfFailuresIsTroubleUntilItIsStartedAgain() {
    loop = Optional.of(failed(2, Reason.EXITED));

    assertThat(trouble())
        .hasValueSatisfying(
            found -> {
              assertThat(found.kind()).isEqualTo(WakeTrouble.Kind.CRASH_LOOPING);
              assertThat(found.exitCode()).hasValue(3);
              assertThat(found.lastLines()).containsExactly("no database", "bye");
              assertThat(found.retryAfter()).contains(Duration.ofSeconds(4));
              assertThat(found.message())
                  .contains("failed 2 times in a row", "exited with code 3", "in 4 s")
                  .contains("`bellhop logs shop`");
            });
  }

  @Test
  void oneFailureMayBeChanceAndIsWaitedFor() {
    loop = Optional.of(failed(1, Reason.KILLED));
    assertThat(trouble()).isEmpty();
  }

  @Test
  void whatNeverBeganOrNeverListenedIsNoChance() {
    loop = Optional.of(failed(1, Reason.NOT_STARTED));
    assertThat(trouble().map(WakeTrouble::kind)).contains(WakeTrouble.Kind.CANNOT_START);
    loop = Optional.of(failed(1, Reason.NEVER_LISTENED));
    assertThat(trouble().map(WakeTrouble::kind)).contains(WakeTrouble.Kind.CRASH_LOOPING);
  }

  @Test
  void aRowThatIsOverOrOfAnotherRevisionIsNoTrouble() {
    CrashLoop row = failed(5, Reason.EXITED);
    loop = Optional.of(new CrashLoop(5, NOW, 7, row.last()));
    assertThat(trouble()).isEmpty();
    loop = Optional.of(new CrashLoop(5, row.notBefore(), 8, row.last()));
    assertThat(trouble()).isEmpty();
  }

  @Test
  void nothingIsTroubleWhileAnAgentHasASlot() {
    loop = Optional.of(failed(5, Reason.EXITED));
    happened(Kind.NOT_STARTED, "a", NOW);
    assertThat(trouble(start(V1, loop, true))).isEmpty();
  }

  @Test
  void anyDeploymentThatMayComeUpIsWaitedFor() {
    loop = Optional.of(failed(5, Reason.EXITED));
    assertThat(trouble(start(V1, loop, false), start(V2, Optional.empty(), false))).isEmpty();
    assertThat(trouble(start(V1, loop, false), start(V2, loop, false))).isPresent();
  }

  @Test
  void anEngineThatFailsIsTroubleOnceEveryAgentTried() {
    agents = List.of(agent("a"), agent("b"));
    happened(Kind.NOT_STARTED, "a", NOW);
    assertThat(trouble()).isEmpty();
    happened(Kind.NOT_STARTED, "b", NOW);
    assertThat(trouble())
        .hasValueSatisfying(
            found -> {
              assertThat(found.kind()).isEqualTo(WakeTrouble.Kind.CANNOT_START);
              assertThat(found.message()).isEqualTo("NOT_STARTED by b");
              assertThat(found.retryAfter()).contains(StartTrouble.LOOKED_AT_ANEW);
            });
  }

  @Test
  void orOnceOneTriedThreeTimes() {
    agents = List.of(agent("a"), agent("b"), agent("c"), agent("d"));
    happened(Kind.NOT_STARTED, "a", NOW);
    happened(Kind.NOT_STARTED, "a", NOW);
    assertThat(trouble()).isEmpty();
    happened(Kind.NOT_STARTED, "a", NOW);
    assertThat(trouble()).isPresent();
  }

  @Test
  void anEngineThatIsDownEverywhereIsTroubleAtOnce() {
    AgentInfo broken = agent("a").withTrouble(Optional.of("the engine is down: start it"));
    agents = List.of(broken, agent("b"));
    assertThat(trouble()).isEmpty();
    agents = List.of(broken);
    assertThat(trouble().map(WakeTrouble::message))
        .contains("agent a starts nothing: the engine is down: start it");
  }

  @Test
  void aStartSinceThenIsWaitedFor() {
    happened(Kind.NOT_STARTED, "a", NOW);
    happened(Kind.STARTED, "a", NOW);
    assertThat(trouble()).isEmpty();
  }

  @Test
  void whatHappenedBeforeTheWakeIsOver() {
    happened(Kind.NO_CAPACITY, "a", WOKEN.minusSeconds(2));
    assertThat(trouble()).isEmpty();
    happened(Kind.NO_CAPACITY, "a", WOKEN);
    assertThat(trouble().map(WakeTrouble::kind)).contains(WakeTrouble.Kind.NO_CAPACITY);
  }

  @Test
  void thatNoAgentIsAliveHasToLast() {
    agents = List.of();
    agentless = StartTrouble.AGENTLESS.minusMillis(1);
    assertThat(trouble()).isEmpty();
    agentless = StartTrouble.AGENTLESS;
    assertThat(trouble())
        .hasValueSatisfying(
            found -> {
              assertThat(found.kind()).isEqualTo(WakeTrouble.Kind.NO_CAPACITY);
              assertThat(found.message()).contains("bellhop agent");
            });
  }

  @Test
  void whatWantsNoInstanceIsNotWaitedFor() {
    assertThat(
            trouble(new Start(V1, 0, LaunchSpec.ofImage("shop:1"), 7, Optional.empty(), false))
                .map(WakeTrouble::kind))
        .contains(WakeTrouble.Kind.NOTHING_TO_WAKE);
  }
}
