package io.bellhop.agent;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.APP;
import static io.bellhop.agent.testing.Sample.DEPLOYMENT;
import static io.bellhop.agent.testing.Sample.shell;
import static io.bellhop.agent.testing.Sample.slot;
import static io.bellhop.agent.testing.Sample.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.agent.logs.LogLine;
import io.bellhop.agent.meter.MeteredLife;
import io.bellhop.agent.reconcile.Shortfall;
import io.bellhop.agent.testing.Sample;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.launch.Boot;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.ExitReport;
import io.bellhop.model.launch.ExitReport.Reason;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.launch.InstanceEvent.Kind;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.launch.WantedDeployment;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** What one agent does with its instances, and what it tells of them. */
final class NodeAgentTest extends NodeAgentCase {
  @Test
  void aWantedInstanceListensBeforeItIsReadyAndIsGoneWhenItIsNotWanted() throws Exception {
    NodeAgent agent = agent(AGENT);
    serve(1);
    long pid = ask(0);
    Boot boot = claims.boot(slot(0)).orElseThrow();
    assertThat(boot.started()).isPositive().isLessThanOrEqualTo(boot.listens());
    claims.want(wanted(Sample.server(), 0));
    await().atMost(LONGEST).until(() -> agent.status().phases().isEmpty());
    assertThat(process(pid)).isEmpty();
    assertThat(claims.holder(slot(0))).isEmpty();
    assertThat(claims.reports()).extracting(ExitReport::reason).containsExactly(Reason.STOPPED);
  }

  @Test
  void anInstanceWithAClientOfItsOwnIsNotStoppedWithItsSleepingApp() throws Exception {
    NodeAgent agent = agent(AGENT);
    serve(1);
    long pid = ask(0);
    try (Socket client = connect(0)) {
      claims.sleep(DEPLOYMENT);
      await().atMost(LONGEST).until(() -> !claims.vetoes().isEmpty());
      assertThat(claims.vetoes().get(0))
          .contains("instance shop/v1/0 has 1 open connection", ":" + client.getLocalPort());
      awaitReady(1);
      assertThat(process(pid)).isPresent();
    }
    claims.sleep(DEPLOYMENT);
    await().atMost(LONGEST).until(() -> agent.status().phases().isEmpty());
    assertThat(process(pid)).isEmpty();
    assertThat(claims.vetoes()).hasSize(1);
  }

  @Test
  void anInstanceThatIsOneTooManyRunsUntilItsLastClientIsGone() throws Exception {
    NodeAgent agent = agent(AGENT);
    serve(2);
    long pid = ask(1);
    try (Socket client = connect(1)) {
      serve(1);
      awaitThatItGoesOn(pid, client);
    }
    await().atMost(LONGEST).until(() -> agent.status().phases().size() == 1);
    assertThat(process(pid)).isEmpty();
    assertThat(claims.vetoes()).isEmpty();
  }

  @Test
  void anInstanceThatIsReplacedRunsBesideTheOtherUntilItsLastClientIsGone() throws Exception {
    NodeAgent unused = agent(AGENT);
    serve(1);
    long pid = ask(0);
    BackendAddress address = claims.address(slot(0));
    try (Socket client = new Socket(address.host(), address.port())) {
      claims.want(new WantedDeployment(DEPLOYMENT, Sample.server(), 1, 2));
      await().atMost(LONGEST).until(() -> !claims.address(slot(0)).equals(address));
      awaitReady(1);
      assertThat(ask(0)).isNotEqualTo(pid);
      awaitThatItGoesOn(pid, client);
    }
    await().atMost(LONGEST).until(() -> process(pid).isEmpty());
    awaitReady(1);
  }

  @Test
  void clientsThatAreCutOffAreToldOfAndCounted() throws Exception {
    NodeAgent agent = agent(AGENT, Duration.ofMillis(300));
    serve(2);
    long pid = ask(1);
    try (Socket client = connect(1)) {
      claims.want(wanted(Sample.server(), 1));
      await().atMost(LONGEST).until(() -> process(pid).isEmpty());
      assertThat(client.isConnected()).isTrue();
    }
    await()
        .untilAsserted(
            () ->
                assertThat(claims.events())
                    .anySatisfy(
                        event -> {
                          assertThat(event.kind()).isEqualTo(Kind.CUT);
                          assertThat(event.message())
                              .contains("shop/v1/1 is stopped with 1 client still connected")
                              .contains("connect anew");
                        }));
    assertThat(registry.scrape())
        .contains("bellhop_agent_cuts_total{app=\"shop\",code=\"drain_timeout\"} 1.0");
    await().until(() -> agent.status().phases().size() == 1);
  }

  @Test
  void anInstanceKilledFromOutsideLeavesTheStoreAndIsStartedAgain() throws Exception {
    NodeAgent unused = agent(AGENT);
    serve(1);
    long pid = ask(0);
    process(pid).orElseThrow().destroyForcibly();
    await().atMost(LONGEST).until(() -> !claims.reports().isEmpty());
    assertThat(claims.reports().get(0).reason()).isEqualTo(Reason.KILLED);
    assertThat(claims.reports().get(0).message()).contains("killed by signal 9");
    awaitReady(1);
    assertThat(ask(0)).isNotEqualTo(pid);
    assertThat(unused.status().lastFailure()).isEmpty();
    await()
        .untilAsserted(
            () ->
                assertThat(claims.events())
                    .extracting(InstanceEvent::kind)
                    .containsExactly(
                        Kind.STARTED, Kind.READY, Kind.EXITED, Kind.STARTED, Kind.READY));
    assertThat(claims.events().get(2).message()).contains("killed by signal 9");
  }

  @Test
  void anInstanceIsReadyThoughTheStoreIsSlowToTakeWhatHappened() throws Exception {
    NodeAgent unused = agent(AGENT);
    claims.holdNews();
    serve(1);
    assertThat(claims.events()).isEmpty();
    claims.takeNews();
    await().until(() -> claims.events().size() == 2);
  }

  @Test
  void anAgentThatStartsAgainTakesUpWhatRunsAndStartsNothing() throws Exception {
    NodeAgent first = agent(AGENT);
    serve(1);
    long pid = ask(0);
    agents.remove(first);
    first.close();
    claims.expire(AGENT);
    NodeAgent second = agent(AGENT);
    awaitReady(1);
    assertThat(ask(0)).isEqualTo(pid);
    await().until(() -> second.status().phases().containsValue("serving"));
    assertThat(second.usage().lives(slot(0))).hasSize(1);
  }

  @Test
  void whatEndedWhileNoAgentRanIsMeteredToItsEndAndStartedAgain() throws Exception {
    NodeAgent first = agent(AGENT);
    serve(1);
    long pid = ask(0);
    agents.remove(first);
    first.close();
    process(pid).orElseThrow().destroyForcibly();
    await().until(() -> process(pid).isEmpty());
    NodeAgent second = agent(AGENT);
    await().atMost(LONGEST).until(() -> second.usage().lives(slot(0)).size() == 2);
    MeteredLife life = second.usage().lives(slot(0)).get(0);
    assertThat(life.endedAt()).isPresent();
    awaitReady(1);
    assertThat(ask(0)).isNotEqualTo(pid);
  }

  @Test
  void aStoreThatIsAwayStopsNothing() throws Exception {
    NodeAgent agent = agent(AGENT);
    serve(1);
    long pid = ask(0);
    claims.away(true);
    claims.expire(AGENT);
    claims.want(wanted(Sample.server(), 2));
    assertThat(agent.status().phases()).containsEntry(slot(0), "serving");
    assertThat(ask(0)).isEqualTo(pid);
    claims.away(false);
    awaitReady(2);
    assertThat(ask(0)).isEqualTo(pid);
  }

  @Test
  void aCommandThatExitsAtOnceBacksOffAndSaysWhy() throws Exception {
    NodeAgent agent = agent(AGENT);
    claims.want(wanted(shell("echo cannot find my database >&2; exit 3"), 1));
    await()
        .atMost(LONGEST)
        .until(() -> claims.crashLoop(DEPLOYMENT).filter(loop -> loop.failures() > 1).isPresent());
    CrashLoop loop = claims.crashLoop(DEPLOYMENT).orElseThrow();
    assertThat(loop.last().code()).hasValue(3);
    assertThat(loop.last().lastLines()).containsExactly("cannot find my database");
    assertThat(loop.notBefore()).isAfter(InstantSource.system().instant());
    await()
        .untilAsserted(
            () ->
                assertThat(claims.events())
                    .anySatisfy(
                        event -> {
                          assertThat(event.kind()).isEqualTo(Kind.CRASH_LOOP);
                          assertThat(event.message()).contains("2 times in a row", "mend it");
                        }));
    assertThat(claims.events())
        .extracting(InstanceEvent::message)
        .anyMatch(message -> message.contains("it printed last: cannot find my database"));
    await()
        .until(
            () ->
                agent.logs().tail(APP, 10).stream()
                    .map(LogLine::text)
                    .toList()
                    .contains("cannot find my database"));
  }

  @Test
  void aPortThatIsNeverOpenedEndsInAReport() throws Exception {
    NodeAgent unused = agent(AGENT);
    claims.want(
        wanted(
            shell("exec sleep 600").withTimes(Duration.ofSeconds(1), Duration.ofMillis(300)), 1));
    await().atMost(LONGEST).until(() -> !claims.reports().isEmpty());
    ExitReport report = claims.reports().get(0);
    assertThat(report.reason()).isEqualTo(Reason.NEVER_LISTENED);
    assertThat(report.message()).contains("within 300 ms", "raise bootTimeout");
    assertThat(unused.status().shortfalls()).isEmpty();
  }

  @Test
  void anAgentWithoutCapacitySaysSo() throws Exception {
    NodeAgent agent = agent(AGENT, new Resources(1, 1L << 20, 100));
    claims.want(wanted(Sample.server(), 1));
    await()
        .untilAsserted(
            () ->
                assertThat(agent.status().shortfalls())
                    .extracting(Shortfall::message)
                    .containsExactly(
                        "instance shop/v1/0 waits: no agent has room for size M (512 MiB, 500 cpuMillis): add"
                            + " an agent, choose a smaller size, or run fewer instances"));
    assertThat(registry.scrape()).contains("bellhop_agent_shortfalls 1.0");
    await()
        .untilAsserted(
            () ->
                assertThat(claims.events())
                    .extracting(InstanceEvent::kind)
                    .containsExactly(Kind.NO_CAPACITY));
  }

  @Test
  void logsAreFollowedAsTheyAreWritten() throws Exception {
    NodeAgent agent = agent(AGENT);
    try (var reader = agent.logs().follow(APP)) {
      claims.want(wanted(Sample.server(), 1));
      assertThat(reader.next(LONGEST).orElseThrow().slot()).isEqualTo(slot(0));
      assertThat(reader.leftOut()).isZero();
    }
  }

  @Test
  void bootsAndEndsAreMeasured() throws Exception {
    NodeAgent agent = agent(AGENT);
    serve(1);
    agent.retire(LONGEST);
    assertThat(registry.scrape())
        .contains(
            "bellhop_agent_boot_duration_seconds_count{app=\"shop\"} 1",
            "bellhop_agent_exits_total{app=\"shop\",reason=\"stopped\"} 1.0");
  }
}
