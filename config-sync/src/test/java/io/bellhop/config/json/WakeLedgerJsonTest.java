package io.bellhop.config.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.AppName;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InstanceState;
import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.Boot;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.sleep.KeptAwake;
import io.bellhop.model.sleep.RestEntry;
import io.bellhop.model.sleep.SleepStatus;
import io.bellhop.model.sleep.WakeEntry;
import io.bellhop.model.sleep.WakeLedger;
import io.bellhop.model.sleep.WakePhases;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What agents and routers write of how a wake went. */
class WakeLedgerJsonTest {
  private static final RouterId ROUTER = new RouterId("edge-1");
  private static final WakeCause CAUSE =
      new WakeCause("shop.example.com", "/cart", WakeCause.Agent.BROWSER);
  private static final long WOKEN = 1_000_000;

  private static Optional<Duration> millis(long millis) {
    return Optional.of(Duration.ofMillis(millis));
  }

  private static WakeEntry woken() {
    return WakeEntry.begin(5, ROUTER, CAUSE, WOKEN, 2, "");
  }

  private static WakeEntry reported() {
    WakeReport report =
        new WakeReport(CAUSE, Instant.EPOCH, millis(8), millis(275), millis(290), 1, "answered");
    return woken().reported(report, new WakePhases(millis(12), millis(30), millis(260)));
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void allPhasesAreReadAsTheyWereWritten() {
    WakeLedger ledger =
        WakeLedger.EMPTY
            .woken(reported())
            .rested(RestEntry.begun(6, WOKEN, 2))
            .rested(RestEntry.ended(7, WOKEN, "it is pinned"));

    byte[] json = SleepNodesJson.write(ledger);

    assertThat(SleepNodesJson.readLedger(json)).isEqualTo(ledger);
    assertThat(new String(json, StandardCharsets.UTF_8))
        .contains("\"claimedMillis\":12,\"startedMillis\":30,\"listensMillis\":260");
  }

  @Test
  void aLedgerOfEarlierRoutersHasNoPhasesOfAgentsAndNoRests() {
    WakeLedger read =
        SleepNodesJson.readLedger(
            bytes(
                "{'wakes':[{'epoch':5,'router':'edge-1','cause':{'host':'a','path':'/',"
                    + "'agent':'bot'},'atMillis':9,'instances':1,'calledMillis':8,'healthyMillis':9,"
                    + "'held':1,'outcome':'answered','asleepAtMillis':0}],"
                    + "'perMinute':{},'usedDay':0,'usedMinutes':0}"));

    assertThat(read.wakes().get(0).healthy()).contains(Duration.ofMillis(9));
    assertThat(read.wakes().get(0).started()).isEmpty();
    assertThat(read.rests()).isEmpty();
  }

  @Test
  void howAnInstanceCameUpStandsInItsSlotAndRoutersReadTheRestOfItAsEver() {
    Claim claim =
        new Claim(
            new SlotKey(new DeploymentKey(new AppName("shop"), new DeploymentName("v1")), 0),
            new AgentId("host-a"),
            7);
    BackendAddress address = new BackendAddress("10.0.0.5", 3000);
    Boot boot = new Boot(Duration.ofMillis(18), Duration.ofMillis(248));

    byte[] json = AgentJson.published(InstanceState.READY, address, claim, Optional.of(boot));

    assertThat(AgentJson.readBoot(json)).contains(boot);
    assertThat(
            Mappers.read(Mappers.LENIENT, InstanceJson.class, json)
                .toModel(new InstanceId("0"))
                .address())
        .isEqualTo(address);
    byte[] unknown = AgentJson.published(InstanceState.READY, address, claim, Optional.empty());
    assertThat(AgentJson.readBoot(unknown)).isEmpty();
    assertThat(new String(unknown, StandardCharsets.UTF_8)).doesNotContain("boot");
  }

  @Test
  void phasesThatClocksPutBehindWhatFollowedThemAreBoundedByIt() {
    WakePhases phases = new WakePhases(millis(12), millis(30), millis(280));

    assertThat(phases.notAfter(Duration.ofMillis(275)))
        .isEqualTo(new WakePhases(millis(12), millis(30), millis(275)));
  }

  @Test
  void aWakeCostsWhatItsInstancesRanForFromTheirStartUntilTheAppSleptAgain() {
    // Started 22 ms after the mode was written.
    assertThat(reported().instanceSeconds(WOKEN + 10_022)).isEqualTo(20);
    assertThat(reported().asleep(WOKEN + 5_022).instanceSeconds(WOKEN + 10_022)).isEqualTo(10);
    assertThat(reported().asleep(WOKEN + 5_021).instanceSeconds(WOKEN + 10_022)).isEqualTo(9);
    assertThat(woken().instanceSeconds(WOKEN + 3_000)).isEqualTo(6);
    assertThat(woken().instanceSeconds(WOKEN - 50)).isZero();
  }

  @Test
  void anAnswerTellsWhatEachWakeCost() {
    SleepStatus status =
        new SleepStatus(
            Traffic.NONE,
            List.of(),
            new TreeSet<>(),
            KeptAwake.NOT,
            Optional.empty(),
            WakeLedger.EMPTY.woken(woken().asleep(WOKEN + 1_000)).woken(reported()));

    JsonNode wakes = SleepNodesJson.tree(status, WOKEN + 10_022).at("/ledger/wakes");

    assertThat(wakes.findValuesAsText("instanceSeconds")).containsExactly("20", "2");
  }
}
