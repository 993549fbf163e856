package io.bellhop.config;

import static io.bellhop.config.RolloutFixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bellhop.config.RolloutFixture.Member;
import io.bellhop.model.App;
import io.bellhop.model.StoreException;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.sleep.Keeper;
import io.bellhop.model.sleep.RestEntry;
import io.bellhop.model.sleep.SleepAttempt;
import io.bellhop.model.sleep.WakeEntry;
import io.bellhop.model.wake.WakeAnswer;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeReport;
import io.bellhop.model.wake.WakeTrouble;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps that sleep and wake, over a real ZooKeeper, with data planes made of nothing. */
class SleepTest {
  private static final WakeCause CAUSE =
      new WakeCause("shop.example.com", "/cart", WakeCause.Agent.CLIENT);
  private static final Duration BOOT = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;
  private TestingServer server;
  private Tree tree;
  private RolloutFixture routers;

  @BeforeEach
  void start() throws Exception {
    server = new TestingServer();
    tree = new Tree(server.getConnectString());
    routers = new RolloutFixture(server.getConnectString(), directory, tree);
  }

  @AfterEach
  void stop() throws Exception {
    routers.close();
    tree.close();
    server.close();
  }

  private void spec(String more) throws Exception {
    tree.put("/bellhop/apps/shop", "{'hosts':['shop.example.com']%s}".formatted(more));
  }

  private Traffic traffic(Member member) {
    return member.sync.table().app(SHOP).map(App::traffic).orElse(Traffic.NONE);
  }

  private void awaitMode(TrafficMode mode) {
    for (Member member : routers.members.values()) {
      await().atMost(PATIENCE).until(() -> traffic(member).mode() == mode);
    }
  }

  private static WakeAnswer wake(Member member) throws Exception {
    return member.sync.demand().wake(SHOP, CAUSE).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private void asleepByHand() throws Exception {
    routers.other().sync.sleeps().sleep(SHOP);
    awaitMode(TrafficMode.ASLEEP);
  }

  @Test
  void anAppThatIsIdleFallsAsleepAndServesAgainWhenItIsWoken() throws Exception {
    spec(",'sleep':{'afterMillis':300}");
    routers.start("a", "b", "c");

    awaitMode(TrafficMode.ASLEEP);
    long epoch = traffic(routers.owner()).epoch();
    WakeAnswer answer = wake(routers.other());

    assertThat(answer).isEqualTo(new WakeAnswer.Coming(epoch + 1));
    awaitMode(TrafficMode.SERVING);
  }

  @Test
  void whatFlowsOnAnyRouterKeepsAnAppAwakeUntilItIsQuiet() throws Exception {
    Member[] all = startThree();
    all[2].sync.demand().flowing(SHOP);
    spec(",'sleep':{'afterMillis':300}");
    await().until(() -> tree.exists("/bellhop/apps/shop/demand/" + all[2].id));

    assertThat(routers.owner().sync.sleeps().status(SHOP).keepers())
        .extracting(Keeper::kind)
        .containsExactly(Keeper.Kind.REQUESTS);
    all[2].sync.demand().quiet(SHOP);

    awaitMode(TrafficMode.ASLEEP);
  }

  private void launched(int instances) throws Exception {
    String v1 = "/bellhop/apps/shop/deployments/v1";
    for (int i = 0; i < instances; i++) {
      tree.put(v1 + "/instances/" + i, "{'address':'10.0.0.1:%d'}".formatted(80 + i));
    }
    tree.put(
        v1,
        "{'source':'launched','instances':%d,'launch':{'command':['serve']}}".formatted(instances));
  }

  private void awaitRest(boolean rests) {
    for (Member member : routers.members.values()) {
      await().atMost(PATIENCE).until(() -> traffic(member).isResting() == rests);
    }
  }

  @Test
  void anIdleAppRestsWithItsMinimumUntilARouterHasSomethingToDo() throws Exception {
    launched(2);
    routers.start("a", "b", "c");
    routers.owner().plane.healthy(false);
    spec(",'sleep':{'afterMillis':300,'minimumInstances':1}");
    await().during(Duration.ofMillis(700)).until(() -> !traffic(routers.owner()).isResting());
    routers.owner().plane.healthy(true);

    awaitRest(true);
    assertThat(traffic(routers.owner()).restsWith()).hasValue(1);
    assertThat(traffic(routers.owner()).mode()).isEqualTo(TrafficMode.SERVING);
    assertThat(routers.other().sync.sleeps().status(SHOP).keepers())
        .extracting(Keeper::kind)
        .containsExactly(Keeper.Kind.MINIMUM);
    routers.other().sync.demand().flowing(SHOP);

    awaitRest(false);
    routers.other().sync.demand().quiet(SHOP);
    awaitRest(true);
    WakeAnswer answer = wake(routers.other());
    assertThat(answer).isInstanceOf(WakeAnswer.Coming.class);
    awaitRest(false);
    assertThat(ledger(routers.other())).isEmpty();
    List<RestEntry> rests = rests(routers.other());
    assertThat(rests)
        .extracting(rest -> rest.restsWith().isPresent())
        .containsExactly(false, true, false, true);
    assertThat(rests.get(2).reason())
        .isEqualTo("requests flow or wait on router " + routers.other().id);
  }

  @Test
  void aRestThatIsEndedByASwitchIsNotedAsOver() throws Exception {
    launched(2);
    startThree();
    spec(",'sleep':{'afterMillis':300,'minimumInstances':1}");
    awaitRest(true);

    long epoch = traffic(routers.owner()).epoch() + 1;
    tree.put(
        "/bellhop/apps/shop/traffic",
        "{'epoch':%d,'mode':'paused','weights':{'v1':100}}".formatted(epoch));

    await()
        .atMost(PATIENCE)
        .until(() -> rests(routers.other()).get(0).reason().equals("it is paused"));
    assertThat(traffic(routers.owner()).epoch()).isEqualTo(epoch);
  }

  private static List<RestEntry> rests(Member member) throws StoreException {
    return member.sync.sleeps().status(SHOP).ledger().rests();
  }

  @Test
  void anotherRouterEndsTheRestWhereTheOwnerDiesAndItIsNotLeftBehindByTheSpec() throws Exception {
    launched(2);
    startThree();
    spec(",'sleep':{'afterMillis':300,'minimumInstances':1}");
    awaitRest(true);
    routers.lose(routers.owner());
    routers.other().sync.demand().flowing(SHOP);

    awaitRest(false);
    routers.other().sync.demand().quiet(SHOP);
    awaitRest(true);
    spec("");
    awaitRest(false);
  }

  @Test
  void anAppThatRestsIsPutToSleepByHand() throws Exception {
    launched(2);
    startThree();
    spec(",'sleep':{'afterMillis':300,'minimumInstances':1}");
    awaitRest(true);

    asleepByHand();

    assertThat(traffic(routers.owner()).isResting()).isFalse();
  }

  private Member[] startThree() {
    routers.start("a", "b", "c");
    return routers.members.values().toArray(new Member[0]);
  }

  @Test
  void demandIsWrittenOnlyWhileTheAppMaySleep() throws Exception {
    Member[] all = startThree();

    all[0].sync.demand().flowing(SHOP);
    spec(",'sleep':{'afterMillis':60000}");

    await().until(() -> tree.exists("/bellhop/apps/shop/demand/a"));
    spec("");
    await().until(() -> !tree.exists("/bellhop/apps/shop/demand/a"));
  }

  @Test
  void manyRoutersThatWakeAtOnceWakeOnce() throws Exception {
    Member[] all = startThree();
    asleepByHand();
    long epoch = traffic(all[0]).epoch();

    Set<WakeAnswer> answers = new HashSet<>();
    List<CompletableFuture<WakeAnswer>> calls = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      calls.add(all[i % 3].sync.demand().wake(SHOP, CAUSE).toCompletableFuture());
    }
    for (var call : calls) {
      answers.add(call.get(30, TimeUnit.SECONDS));
    }

    assertThat(answers).containsExactly(new WakeAnswer.Coming(epoch + 1));
    assertThat(all[0].sync.sleeps().status(SHOP).ledger().wakes()).hasSize(1);
  }

  @Test
  void theLedgerKeepsHowAWakeWentAndWhenTheAppSleptAgain() throws Exception {
    Member[] all = startThree();
    instance("left", "{'state':'ready',%s}".formatted(boot(1, 2)));
    asleepByHand();
    WakeAnswer unused = wake(all[1]);
    awaitMode(TrafficMode.SERVING);
    instance("slow", "{'state':'starting','agent':'a'}");
    instance("own", "{'state':'ready','address':'10.0.0.9:80'}");
    instance("first", "{'state':'ready',%s}".formatted(boot(20, 200)));
    all[1]
        .sync
        .demand()
        .woken(
            SHOP,
            new WakeReport(
                CAUSE,
                Instant.now(),
                Optional.of(Duration.ofMillis(5)),
                Optional.of(BOOT),
                Optional.of(BOOT.plusMillis(50)),
                7,
                "answered"));
    await().until(() -> ledger(all[0]).get(0).outcome().equals("answered"));
    all[1].sync.demand().quiet(SHOP);
    asleepByHand();

    WakeEntry entry = ledger(all[0]).get(0);

    assertThat(entry.router()).isEqualTo(all[1].id);
    assertThat(entry.cause()).isEqualTo(CAUSE);
    assertThat(entry.held()).isEqualTo(7);
    Duration claimed = entry.claimed().orElseThrow();
    assertThat(claimed).isBetween(Duration.ofMillis(5), BOOT);
    assertThat(entry.started()).contains(claimed.plusMillis(20));
    assertThat(entry.listens()).contains(claimed.plusMillis(200));
    assertThat(entry.asleepAtMillis()).isPositive();
    WakeAnswer again = wake(all[1]);
    assertThat(again).isInstanceOf(WakeAnswer.Coming.class);
    assertThat(all[1].sync.demand().prospect(SHOP).expectedBoot()).contains(BOOT);
  }

  private void instance(String id, String json) throws Exception {
    tree.put("/bellhop/apps/shop/deployments/v1/instances/" + id, json);
  }

  private static String boot(int started, int listens) {
    return "'agent':'a','address':'10.0.0.8:80','boot':{'startedMillis':%d,'listensMillis':%d}"
        .formatted(started, listens);
  }

  private static List<WakeEntry> ledger(Member member) throws StoreException {
    return member.sync.sleeps().status(SHOP).ledger().wakes();
  }

  @Test
  void anAppThatSpentItsBudgetIsNotWoken() throws Exception {
    spec(",'wake':{'wakesPerHour':1}");
    Member[] all = startThree();
    asleepByHand();
    WakeAnswer first = wake(all[0]);
    assertThat(first).isInstanceOf(WakeAnswer.Coming.class);
    awaitMode(TrafficMode.SERVING);
    asleepByHand();

    WakeAnswer second = wake(all[1]);

    assertThat(second)
        .isInstanceOfSatisfying(
            WakeAnswer.Refused.class,
            refused -> {
              assertThat(refused.trouble().kind()).isEqualTo(WakeTrouble.Kind.BUDGET_SPENT);
              assertThat(refused.trouble().retryAfter()).isPresent();
            });
    awaitMode(TrafficMode.ASLEEP);
  }

  @Test
  void anAppThatIsPinnedOrBusyIsNotPutToSleep() throws Exception {
    startThree();
    var sleeps = routers.other().sync.sleeps();
    sleeps.pin(SHOP, true);

    assertThatThrownBy(() -> sleeps.sleep(SHOP)).hasMessageContaining("unpin");
    sleeps.pin(SHOP, false);
    sleeps.busy(SHOP, Duration.ofMinutes(1));

    assertThatThrownBy(() -> sleeps.sleep(SHOP)).hasMessageContaining("busy");
  }

  @Test
  void aRequestThatArrivesWhileItDrainsCallsItsSleepOff() throws Exception {
    Member[] all = startThree();
    all[0].plane.inFlight("v1", 1);
    all[0].sync.sleeps().sleep(SHOP);
    awaitMode(TrafficMode.DRAINING);

    WakeAnswer answer = wake(all[1]);

    assertThat(answer).isInstanceOf(WakeAnswer.Coming.class);
    awaitMode(TrafficMode.SERVING);
    await().until(() -> !all[0].plane.isWatched());
  }

  @Test
  void whatIsInFlightIsWaitedFor() throws Exception {
    Member[] all = startThree();
    all[0].plane.inFlight("v1", 1);
    all[0].sync.sleeps().sleep(SHOP);
    awaitMode(TrafficMode.DRAINING);
    await().until(() -> tree.exists("/bellhop/apps/shop/sleep/a"));
    assertThat(traffic(all[0]).mode()).isEqualTo(TrafficMode.DRAINING);

    all[0].plane.inFlight("v1", 0);

    awaitMode(TrafficMode.ASLEEP);
  }

  @Test
  void anotherRouterCarriesOnWhereTheOwnerDies() throws Exception {
    startThree();
    routers.other().plane.inFlight("v1", 1);
    Member busy = routers.other();
    busy.sync.sleeps().sleep(SHOP);
    awaitMode(TrafficMode.DRAINING);

    routers.lose(routers.owner());
    busy.plane.inFlight("v1", 0);

    awaitMode(TrafficMode.ASLEEP);
    assertThat(busy.sync.sleeps().status(SHOP).attempt())
        .get()
        .extracting(SleepAttempt::state)
        .isEqualTo(SleepAttempt.State.ASLEEP);
  }

  @Test
  void withZooKeeperAwayAWakeIsRefusedInTimeAndSaysSo() throws Exception {
    Member[] all = startThree();
    asleepByHand();
    server.stop();

    WakeAnswer answer = wake(all[0]);

    assertThat(answer)
        .isInstanceOfSatisfying(
            WakeAnswer.Refused.class,
            refused -> assertThat(refused.trouble().kind()).isEqualTo(WakeTrouble.Kind.STORE_AWAY));
  }
}
