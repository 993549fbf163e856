package io.bellhop.config;

import static io.bellhop.config.RolloutFixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.bellhop.config.RolloutFixture.Member;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.RouterId;
import io.bellhop.model.StoreException;
import io.bellhop.model.rollout.AutoRollback;
import io.bellhop.model.rollout.DrainOutcome;
import io.bellhop.model.rollout.DrainReport;
import io.bellhop.model.rollout.RolloutCommand;
import io.bellhop.model.rollout.RolloutDeadlines;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutOptions;
import io.bellhop.model.rollout.RolloutOutcome;
import io.bellhop.model.rollout.RolloutPhase;
import io.bellhop.model.rollout.RolloutProgress;
import io.bellhop.model.rollout.RolloutRequest;
import io.bellhop.model.rollout.RolloutSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutTest {
  private static final DeploymentName V1 = new DeploymentName("v1");
  private static final DeploymentName V2 = new DeploymentName("v2");
  private static final RolloutOptions AT_ONCE =
      RolloutOptions.DEFAULT.withKeepPrevious(Duration.ZERO);

  @TempDir Path directory;
  private TestingServer server;
  private Tree tree;
  private RolloutFixture fixture;

  @BeforeEach
  void startThreeRouters() throws Exception {
    server = new TestingServer();
    tree = new Tree(server.getConnectString());
    fixture = new RolloutFixture(server.getConnectString(), directory, tree);
    fixture.start("r1", "r2", "r3");
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
    tree.close();
    server.close();
  }

  private static Optional<DrainOutcome> drain(RolloutSummary summary) {
    return summary.drain().map(DrainReport::outcome);
  }

  @Test
  void aRolloutGoesThroughItsPhasesAndSaysThatAllIsDrained() throws Exception {
    fixture.start(AT_ONCE);

    RolloutSummary summary = fixture.awaitEnd();

    assertThat(summary.outcome()).isEqualTo(RolloutOutcome.COMPLETED);
    assertThat(drain(summary)).contains(new DrainOutcome.Drained());
    assertThat(summary.timings())
        .extracting(timing -> timing.phase())
        .containsExactly(
            RolloutPhase.LAUNCH,
            RolloutPhase.VERIFY,
            RolloutPhase.WARM,
            RolloutPhase.ACKNOWLEDGE,
            RolloutPhase.DRAIN);
    for (Member member : fixture.members.values()) {
      assertThat(member.plane.calls()).containsExactly("warm v2", "retire v1");
      assertThat(member.plane.report(SHOP).epoch()).isEqualTo(2);
      await().until(() -> !member.plane.isWatched());
      await().until(() -> !tree.exists("/bellhop/apps/shop/acks/" + member.id));
    }
    assertThat(tree.exists("/bellhop/rollouts/shop")).isFalse();
  }

  @Test
  void itWaitsForTheLastRequestOfTheLastRouter() throws Exception {
    Member slow = fixture.other();
    slow.plane.inFlight("v1", 2);
    fixture.start(AT_ONCE);
    fixture.awaitPhase(RolloutPhase.DRAIN);

    slow.plane.inFlight("v1", 1);
    assertThat(fixture.log().current()).isPresent();
    slow.plane.inFlight("v1", 0);

    assertThat(drain(fixture.awaitEnd())).contains(new DrainOutcome.Drained());
  }

  @Test
  void whatIsLeftAtTheDrainDeadlineIsCutAndCounted() throws Exception {
    fixture.other().plane.inFlight("v1", 3);
    RolloutDeadlines hasty = RolloutDeadlines.DEFAULT.withDrain(Duration.ofMillis(200));
    fixture.start(AT_ONCE.withDeadlines(hasty));

    RolloutSummary summary = fixture.awaitEnd();

    assertThat(drain(summary)).contains(new DrainOutcome.Forced(3));
    assertThat(summary.drain().orElseThrow().cuts())
        .hasSize(3)
        .allSatisfy(cut -> assertThat(cut.request().path()).isEqualTo("/slow"));
  }

  @Test
  void anUnhealthySetFailsBeforeTheSwitchAndSaysWhere() throws Exception {
    Member sick = fixture.other();
    sick.plane.healthy(false);
    RolloutDeadlines usual = RolloutDeadlines.DEFAULT;
    fixture.start(
        AT_ONCE.withDeadlines(
            new RolloutDeadlines(
                usual.launch(),
                Duration.ofMillis(1_500),
                usual.warm(),
                usual.acknowledge(),
                usual.drain(),
                usual.cut())));

    RolloutSummary summary = fixture.awaitEnd();

    assertThat(summary.outcome()).isEqualTo(RolloutOutcome.FAILED);
    assertThat(summary.reason())
        .isEqualTo("0 of 2 instances healthy on router " + sick.id + " after 1 s");
    assertThat(sick.plane.report(SHOP).epoch()).isEqualTo(1);
  }

  @Test
  void aRouterThatLeavesInGoodOrderIsNoUnknown() throws Exception {
    Member leaving = fixture.other();
    Member staying = fixture.owner();
    staying.plane.inFlight("v1", 1);
    fixture.start(AT_ONCE);
    fixture.awaitPhase(RolloutPhase.DRAIN);

    assertThat(leaving.sync.leave(Duration.ofSeconds(20))).isTrue();
    fixture.lose(leaving);
    staying.plane.inFlight("v1", 0);

    assertThat(drain(fixture.awaitEnd())).contains(new DrainOutcome.Drained());
  }

  @Test
  void aRouterThatJoinsIsWrittenIntoTheRolloutBeforeItServes() throws Exception {
    fixture.owner().plane.inFlight("v1", 1);
    fixture.start(AT_ONCE);
    fixture.awaitPhase(RolloutPhase.DRAIN);

    fixture.start("r4");

    assertThat(fixture.log().current().orElseThrow().members()).containsKey(new RouterId("r4"));
    for (Member member : fixture.members.values()) {
      assertThat(member.plane.report(SHOP).epoch()).isEqualTo(2);
      member.plane.inFlight("v1", 0);
    }
    assertThat(drain(fixture.awaitEnd())).contains(new DrainOutcome.Drained());
  }

  @Test
  void theOldSetServesAgainAfterARollback() throws Exception {
    fixture.start(RolloutOptions.DEFAULT);
    fixture.awaitPhase(RolloutPhase.KEEP);

    fixture.other().sync.rollouts().command(SHOP, RolloutCommand.ROLLBACK);

    RolloutSummary summary = fixture.awaitEnd();
    assertThat(summary.outcome()).isEqualTo(RolloutOutcome.ROLLED_BACK);
    assertThat(drain(summary)).contains(new DrainOutcome.Drained());
    assertThat(fixture.other().sync.table().app(SHOP).orElseThrow().traffic().weights())
        .isEqualTo(Map.of(V1, 100));
  }

  @Test
  void aSetThatFailsMoreOftenIsLeftAgainByItself() throws Exception {
    AutoRollback when = new AutoRollback(Duration.ofMinutes(5), 5, 20);
    fixture.start(RolloutOptions.DEFAULT.withAutoRollback(when));
    fixture.awaitPhase(RolloutPhase.KEEP);

    fixture.other().plane.fail("v2", 50);

    RolloutSummary summary = fixture.awaitEnd();
    assertThat(summary.outcome()).isEqualTo(RolloutOutcome.ROLLED_BACK);
    assertThat(summary.reason()).isEqualTo("50.0 % of requests fail on v2, 0.0 % before");
    assertThat(drain(summary)).contains(new DrainOutcome.Drained());
    assertThat(fixture.owner().sync.table().app(SHOP).orElseThrow().traffic().weights())
        .isEqualTo(Map.of(V1, 100));
  }

  @Test
  void itDoesNotFightWhoeverSwitchesByHand() throws Exception {
    fixture.start(RolloutOptions.DEFAULT);
    fixture.awaitPhase(RolloutPhase.KEEP);

    fixture.other().sync.store().switchTraffic(SHOP, Map.of(V1, 1), OptionalLong.empty());
    fixture.other().sync.rollouts().start(new RolloutRequest(SHOP, V1, AT_ONCE));

    await().until(() -> fixture.log().history().size() == 2);
    assertThat(fixture.log().history())
        .extracting(RolloutSummary::outcome)
        .containsExactly(RolloutOutcome.ALREADY_SERVING, RolloutOutcome.SUPERSEDED);
  }

  @Test
  void aSecondRolloutWaitsAndASupersedingOneDoesNot() throws Exception {
    fixture.owner().plane.inFlight("v1", 1);
    fixture.start(AT_ONCE);
    fixture.awaitPhase(RolloutPhase.DRAIN);
    tree.put(
        "/bellhop/apps/shop/deployments/v3", "{'source':'static','addresses':['10.0.0.9:80']}");
    DeploymentName v3 = new DeploymentName("v3");

    fixture.other().sync.rollouts().start(new RolloutRequest(SHOP, v3, AT_ONCE));
    assertThat(fixture.log().current().orElseThrow().target()).isEqualTo(V2);
    fixture.other().sync.rollouts().start(new RolloutRequest(SHOP, v3, AT_ONCE.superseding()));
    await().until(() -> fixture.log().current().filter(r -> r.target().equals(v3)).isPresent());
    assertThat(fixture.log().current().orElseThrow().retiring()).containsExactly(V1, V2);

    fixture.owner().plane.inFlight("v1", 0);
    await().until(() -> fixture.log().history().size() == 3);
    assertThat(fixture.log().history())
        .extracting(RolloutSummary::outcome)
        .containsExactly(
            RolloutOutcome.ALREADY_SERVING, RolloutOutcome.COMPLETED, RolloutOutcome.SUPERSEDED);
  }

  @Test
  void anAppThatIsRemovedLeavesNothingOfItsRollout() throws Exception {
    fixture.owner().plane.inFlight("v1", 1);
    fixture.start(AT_ONCE);
    fixture.awaitPhase(RolloutPhase.DRAIN);

    fixture.other().sync.store().removeApp(SHOP);

    assertThat(tree.exists("/bellhop/apps/shop")).isFalse();
    assertThat(tree.exists("/bellhop/rollouts/shop")).isFalse();
    for (Member member : fixture.members.values()) {
      await().until(() -> !member.plane.isWatched());
    }
  }

  @Test
  void anOutageMakesItStandStillAndItGoesOnAfterwards() throws Exception {
    fixture.owner().plane.inFlight("v1", 1);
    fixture.start(AT_ONCE);
    fixture.awaitPhase(RolloutPhase.DRAIN);

    server.stop();
    await().until(() -> !fixture.owner().sync.table().status().connected());
    fixture.owner().plane.inFlight("v1", 0);
    server.restart();

    RolloutSummary summary = fixture.awaitEnd();
    assertThat(summary.outcome()).isEqualTo(RolloutOutcome.COMPLETED);
    assertThat(drain(summary)).contains(new DrainOutcome.Drained());
  }

  @Test
  void whoFollowsIsToldOfTheEnd() throws Exception {
    List<RolloutProgress> told = new CopyOnWriteArrayList<>();
    Runnable end = fixture.other().sync.rollouts().subscribe(SHOP, told::add);

    fixture.start(AT_ONCE);

    await()
        .until(
            () ->
                told.stream()
                    .map(RolloutProgress::log)
                    .anyMatch(log -> log.isIdle() && !log.history().isEmpty()));
    assertThat(told).anySatisfy(progress -> assertThat(progress.acks()).hasSize(3));
    end.run();
  }

  @Test
  void whatCannotBeDoneIsRefusedInAUsersWords() throws Exception {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(
            () ->
                fixture
                    .other()
                    .sync
                    .rollouts()
                    .start(new RolloutRequest(SHOP, new DeploymentName("v9"), AT_ONCE)))
        .withMessage("app 'shop' has no deployment 'v9': add it first");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fixture.other().sync.rollouts().command(SHOP, RolloutCommand.PROMOTE))
        .withMessage("app 'shop' has no rollout under way: start one");
    assertThat(fixture.log()).isEqualTo(RolloutLog.NONE);
  }
}
