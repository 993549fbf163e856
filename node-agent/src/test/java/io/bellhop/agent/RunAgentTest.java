package io.bellhop.agent;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.APP;
import static io.bellhop.agent.testing.Sample.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunEnd;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunOutcome;
import io.bellhop.model.run.RunSpec;
import io.bellhop.model.run.RunState.Ended;
import io.bellhop.model.run.RunState.Queued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One-off runs as real processes, on a store in memory. */
final class RunAgentTest extends RunAgentCase {
  private List<Path> processFolders(AgentId agent) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve(agent.value()).resolve("processes"))) {
      return all.toList();
    }
  }

  private long pid(RunAgent agent, RunKey key) {
    await().atMost(LONGEST).until(() -> !printed(agent, key).isEmpty());
    return Long.parseLong(printed(agent, key).get(0).replaceAll(".* ", ""));
  }

  /** Waits, as what was killed is listed until whoever inherited it takes note of its end. */
  private static void awaitGone(long pid) {
    await().atMost(LONGEST).until(() -> !lives(pid));
  }

  private static boolean lives(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  @Test
  void aRunIsRunToItsEndAndLeavesItsExitCodeItsOutputAndItsTimeBehind() throws Exception {
    RunAgent agent = agent(AGENT);
    RunKey key = run("echo to $BELLHOP_RUN of $BELLHOP_APP; echo oh >&2; sleep 0.1; exit 3");
    Ended end = awaitEnd(key);
    assertThat(end.outcome()).isEqualTo(new RunOutcome.Exited(3));
    assertThat(end.startedAt()).isPresent();
    assertThat(end.lastLines()).containsExactly("to run-0 of shop", "oh");
    assertThat(printed(agent, key))
        .anyMatch(line -> line.endsWith(" out to run-0 of shop"))
        .anyMatch(line -> line.endsWith(" err oh"));
    Instant hourAgo = Instant.now().minusSeconds(3_600);
    assertThat(agent.usage().usage(APP, hourAgo, Instant.now()).startedMinutes()).isEqualTo(1);
    await().atMost(LONGEST).until(() -> processFolders(AGENT).isEmpty());
    await().atMost(LONGEST).until(() -> agent.phases().isEmpty());
  }

  @Test
  void aRunWhoseTimeIsOverIsStoppedAndKilledWhereItDoesNotHear() throws Exception {
    RunAgent agent = agent(AGENT);
    RunKey key = run("echo $$; trap '' TERM; while :; do sleep 0.1; done", Duration.ofMillis(300));
    long pid = pid(agent, key);
    Ended end = awaitEnd(key);
    assertThat(end.outcome()).isEqualTo(new RunOutcome.TimedOut());
    awaitGone(pid);
  }

  @Test
  void aRunIsCancelledByWhoeverAsksForItsEnd() throws Exception {
    RunAgent agent = agent(AGENT);
    RunKey key = run("echo $$; exec sleep 600");
    long pid = pid(agent, key);
    awaitRunning(key);
    claims.put(claims.get(key).withCancelAsked());
    assertThat(awaitEnd(key).outcome()).isEqualTo(new RunOutcome.Cancelled());
    awaitGone(pid);
  }

  @Test
  void aRunKilledFromOutsideSaysBySignal() throws Exception {
    RunAgent agent = agent(AGENT);
    RunKey key = run("echo $$; exec sleep 600");
    long pid = pid(agent, key);
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    assertThat(awaitEnd(key).outcome()).isEqualTo(new RunOutcome.Killed(9, false));
  }

  @Test
  void whatCannotBeStartedSaysWhyAndIsNotTriedAgain() throws Exception {
    RunAgent unused = agent(AGENT);
    RunKey key = new RunKey(APP, new RunId("nothing"));
    LaunchSpec launch = LaunchSpec.ofCommand(List.of("no-such-program"));
    RunSpec spec = new RunSpec(Optional.empty(), launch, Duration.ofMinutes(1));
    claims.put(Run.queued(key, spec, "", Instant.now()));
    Ended end = awaitEnd(key);
    assertThat(end.outcome()).isEqualTo(new RunOutcome.NeverStarted());
    assertThat(end.message()).contains("'no-such-program' is not on this host");
    assertThat(end.meteredSeconds()).isZero();
    assertThat(unused.usage().usage(APP, Instant.EPOCH, Instant.now()).lives()).isZero();
  }

  @Test
  void anAgentThatStartsAgainTakesUpItsRunsAndStartsNothingTwice() throws Exception {
    RunAgent first = agent(AGENT);
    RunKey key = run("echo $$; sleep 1.5; echo done; exit 5");
    long pid = pid(first, key);
    awaitRunning(key);
    agents.remove(first);
    first.close();
    claims.expire(AGENT);
    RunAgent second = agent(AGENT);
    await()
        .atMost(LONGEST)
        .until(() -> claims.end(key).isPresent() || claims.claims().containsKey(key));
    Ended end = awaitEnd(key);
    assertThat(end.outcome()).isEqualTo(new RunOutcome.Exited(5));
    assertThat(claims.granted()).hasSize(1);
    assertThat(printed(second, key)).hasSize(2).first().asString().endsWith(" " + pid);
    assertThat(second.usage().usage(APP, Instant.EPOCH, Instant.now()).lives()).isEqualTo(1);
  }

  @Test
  void whatEndedWhileNoAgentRanIsToldByTheNext() throws Exception {
    RunAgent first = agent(AGENT);
    Path go = folder.resolve("go");
    RunKey key = run("echo $$; while [ ! -f %s ]; do sleep 0.05; done; exit 6".formatted(go));
    long pid = pid(first, key);
    awaitRunning(key);
    agents.remove(first);
    first.close();
    Files.createFile(go);
    awaitGone(pid);
    RunAgent unused = agent(AGENT);
    assertThat(awaitEnd(key).outcome()).isEqualTo(new RunOutcome.Exited(6));
    assertThat(unused.phases().keySet()).allMatch(key::equals);
  }

  @Test
  void aRunThatWasGivenUpForLostIsStoppedByTheAgentThatComesBack() throws Exception {
    RunAgent first = agent(AGENT);
    RunKey key = run("echo $$; exec sleep 600");
    long pid = pid(first, key);
    awaitRunning(key);
    agents.remove(first);
    first.close();
    claims.ended(
        key,
        AGENT,
        new RunEnd(new RunOutcome.Lost(), Optional.empty(), Instant.now(), "gone", List.of()));
    RunAgent second = agent(AGENT);
    awaitGone(pid);
    await().atMost(LONGEST).until(() -> processFolders(AGENT).isEmpty());
    assertThat(claims.end(key).orElseThrow().outcome()).isEqualTo(new RunOutcome.Lost());
    assertThat(second.phases()).isEmpty();
  }

  @Test
  void aStoreThatIsAwayLosesNoEnd() throws Exception {
    RunAgent agent = agent(AGENT);
    Path go = folder.resolve("go");
    RunKey key = run("echo $$; while [ ! -f %s ]; do sleep 0.05; done; exit 4".formatted(go));
    long pid = pid(agent, key);
    awaitRunning(key);
    claims.away(true);
    Files.createFile(go);
    awaitGone(pid);
    claims.away(false);
    assertThat(awaitEnd(key).outcome()).isEqualTo(new RunOutcome.Exited(4));
  }

  @Test
  void anAgentWithoutRoomTakesNothingUntilItHasSome() throws Exception {
    RunAgent unused = agent(AGENT, new Resources(1, 1L << 40, 100_000));
    Path go = folder.resolve("go");
    RunKey first = run("while [ ! -f %s ]; do sleep 0.05; done".formatted(go));
    awaitRunning(first);
    RunKey second = run("exit 0");
    assertThat(claims.get(second).state()).isInstanceOf(Queued.class);
    Files.createFile(go);
    assertThat(awaitEnd(second).outcome()).isEqualTo(new RunOutcome.Exited(0));
    assertThat(claims.granted()).containsExactly(first, second);
    assertThat(unused.logs().read(second, 0)).isEmpty();
  }

  @Test
  void ofTwoAgentsEachRunIsRunByOne() throws Exception {
    RunAgent one = agent(AGENT);
    RunAgent two = agent(OTHER);
    List<RunKey> keys = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      keys.add(run("echo once"));
    }
    for (RunKey key : keys) {
      awaitEnd(key);
      assertThat(printed(one, key).size() + printed(two, key).size()).isOne();
    }
    assertThat(claims.granted()).containsExactlyInAnyOrderElementsOf(keys);
  }
}
