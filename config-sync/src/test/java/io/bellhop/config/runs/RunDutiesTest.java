package io.bellhop.config.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.RunsSpec;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunBoard;
import io.bellhop.model.run.RunClaimOutcome.Granted;
import io.bellhop.model.run.RunEnd;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunOutcome;
import io.bellhop.model.run.RunSpec;
import io.bellhop.model.run.RunState.Ended;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the owner of an app does for its runs as time passes, over a real ZooKeeper. */
class RunDutiesTest {
  private static final AppName SHOP = new AppName("shop");
  private static final AppSpec APP = AppSpec.of(SHOP, new HostPattern("shop.example.com"));
  private static final AgentId ADA = new AgentId("ada");
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final RunSpec WORK =
      new RunSpec(Optional.empty(), LaunchSpec.ofCommand(List.of("work")), Duration.ofMinutes(5));

  private Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private final InstantSource clock = () -> now;
  private final RunDuties duties = new RunDuties(clock);
  private RunsOverZooKeeper zookeeper;
  private ZooKeeperRuns runs;
  private ZooKeeperRunClaims claims;

  @BeforeEach
  void start() throws Exception {
    zookeeper = new RunsOverZooKeeper(clock);
    runs = zookeeper.runs;
    claims = zookeeper.claims;
  }

  @AfterEach
  void stop() throws Exception {
    zookeeper.close();
  }

  private RunKey asked() throws StoreException {
    return runs.create(APP, WORK, "").key();
  }

  private Run run(RunKey key) throws StoreException {
    return runs.find(key).orElseThrow();
  }

  /** Looks at what stands in ZooKeeper, but for claims, which are as given. */
  private int tend(boolean appIsThere, boolean claimed) throws StoreException {
    List<Run> all = runs.list(SHOP);
    Map<RunKey, AgentId> there = claimed ? Map.of(all.get(0).key(), ADA) : Map.of();
    RunBoard board = new RunBoard(true, Map.of(SHOP, all), there);
    Optional<RunsSpec> spec = appIsThere ? Optional.of(RunsSpec.DEFAULT) : Optional.empty();
    List<RunDuties.Duty> due = duties.of(SHOP, board, spec);
    for (RunDuties.Duty duty : due) {
      duty.in(zookeeper.nodes());
    }
    return due.size();
  }

  @Test
  void aRunWhoseAgentIsGoneIsLostAfterAWhileAndNotBefore() throws Exception {
    RunKey key = asked();
    assertThat(claims.claim(key, ADA)).isInstanceOf(Granted.class);
    claims.started(key, ADA, now, Optional.empty());
    now = now.plusSeconds(30);
    Instant missed = now;
    assertThat(tend(true, false)).isZero();
    now = now.plus(RunDuties.LOST_AFTER).minus(MOMENT);
    assertThat(tend(true, false)).isZero();
    now = now.plus(MOMENT);
    assertThat(tend(true, false)).isOne();
    Ended end = (Ended) run(key).state();
    assertThat(end.outcome()).isEqualTo(new RunOutcome.Lost());
    assertThat(end.endedAt()).isEqualTo(missed);
    assertThat(end.meteredSeconds()).isEqualTo(30);
    assertThat(end.message()).contains("agent 'ada' was gone");
  }

  @Test
  void anAgentThatComesBackInTimeKeepsItsRun() throws Exception {
    RunKey key = asked();
    assertThat(claims.claim(key, ADA)).isInstanceOf(Granted.class);
    assertThat(tend(true, false)).isZero();
    now = now.plus(RunDuties.LOST_AFTER).minus(MOMENT);
    assertThat(tend(true, true)).isZero();
    now = now.plusSeconds(1);
    assertThat(tend(true, false)).isZero();
    assertThat(run(key).ended()).isFalse();
  }

  @Test
  void onlyTheLatestAreKeptAndNoneForEver() throws Exception {
    for (int i = 0; i < RunDuties.MOST_ENDED + 2; i++) {
      now = now.plusSeconds(1);
      assertThat(runs.cancel(asked()).ended()).isTrue();
    }
    List<RunKey> before = runs.list(SHOP).stream().map(Run::key).toList();
    assertThat(tend(true, false)).isEqualTo(2);
    assertThat(runs.list(SHOP)).extracting(Run::key).isEqualTo(before.subList(0, 50));
    now = now.plus(RunDuties.KEPT).plusSeconds(1);
    assertThat(tend(true, false)).isEqualTo(50);
    assertThat(runs.list(SHOP)).isEmpty();
  }

  @Test
  void anAppThatWasRemovedLeavesNoRunBehind() throws Exception {
    RunKey waits = asked();
    RunKey taken = asked();
    assertThat(claims.claim(taken, ADA)).isInstanceOf(Granted.class);
    assertThat(tend(false, true)).isZero();
    now = now.plus(RunDuties.REMOVED_AFTER);
    assertThat(tend(false, true)).isEqualTo(2);
    assertThat(run(waits).ended()).isTrue();
    assertThat(run(taken).cancelAsked()).isTrue();
    claims.ended(taken, ADA, RunEnd.neverStarted(now, "cancelled before it started"));
    assertThat(tend(false, false)).isEqualTo(3);
    ZooKeeper session = zookeeper.session();
    assertThat(session.exists("/bellhop/runs/shop", false)).isNull();
  }
}
