package io.bellhop.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.HostPattern;
import io.bellhop.model.InstanceState;
import io.bellhop.model.StoreException;
import io.bellhop.model.StoreException.Reason;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.ClaimOutcome;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.ExitReport;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.launch.LogAccess;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.launch.SlotClaims;
import io.bellhop.model.launch.SlotHolder;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.launch.WantedDeployment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What agents see and claim, over a real ZooKeeper. */
class SlotsTest {
  private static final String V1 = "/bellhop/apps/shop/deployments/v1";
  private static final DeploymentKey SHOP =
      new DeploymentKey(new AppName("shop"), new DeploymentName("v1"));
  private static final SlotKey FIRST = new SlotKey(SHOP, 0);
  private static final AgentId ADA = new AgentId("ada");
  private static final AgentId BOB = new AgentId("bob");
  private static final BackendAddress ADDRESS = BackendAddress.parse("10.0.0.5:3000");
  private static final ExitReport REPORT = ExitReport.notStarted("no such image");

  private TestingServer server;
  private Tree tree;
  private AgentSync ada;
  private AgentSync bob;

  @BeforeEach
  void start() throws Exception {
    server = new TestingServer();
    tree = new Tree(server.getConnectString());
    want(2);
    ada = AgentSync.start(Fixtures.settings(server));
    bob = AgentSync.start(Fixtures.settings(server));
    await().until(() -> ada.slots().board().current() && bob.slots().board().current());
  }

  @AfterEach
  void stop() throws Exception {
    ada.close();
    bob.close();
    tree.close();
    server.close();
  }

  private void want(int instances) throws Exception {
    deployment("'instances':%d,'launch':{'command':['serve']}".formatted(instances));
  }

  private void deployment(String fields) throws Exception {
    tree.put(V1, "{'source':'launched',%s}".formatted(fields));
    tree.put("/bellhop/apps/shop", "{'hosts':['shop.example.com']}");
  }

  @Test
  void theRevisionFollowsTheSpecAndNotTheCount() throws Exception {
    WantedDeployment two = wanted();
    assertThat(two.instances()).isEqualTo(2);

    want(5);
    await().until(() -> wanted().instances() == 5);
    assertThat(wanted().revision()).isEqualTo(two.revision());

    deployment("'launch':{'command':['serve','fast']}");
    await().until(() -> wanted().revision() != two.revision());
    assertThat(wanted().instances()).isZero();

    tree.put(V1, "{'source':'registered'}");
    await().until(() -> ada.slots().board().wanted().isEmpty());
  }

  private void traffic(String mode) throws Exception {
    traffic(mode, "");
  }

  private void traffic(String mode, String more) throws Exception {
    tree.put(
        "/bellhop/apps/shop/traffic",
        "{'epoch':3,'mode':'%s','weights':{'v1':100,'v2':0}%s}".formatted(mode, more));
  }

  @Test
  void noInstanceIsWantedOfWhatSleepsUntilItIsAwake() throws Exception {
    tree.put(
        "/bellhop/apps/shop/deployments/v2",
        "{'source':'launched','instances':3,'launch':{'command':['serve']}}");
    traffic("asleep");
    await().until(() -> instances().equals(List.of(0, 3)));
    assertThat(ada.slots().claim(FIRST, ADA, Optional.empty()))
        .isEqualTo(new ClaimOutcome.NotWanted());

    traffic("no such mode");
    tree.put(
        "/bellhop/apps/shop/deployments/v2",
        "{'source':'launched','instances':4,'launch':{'command':['serve']}}");
    await().until(() -> instances().equals(List.of(0, 4)));

    traffic("serving");
    await().until(() -> instances().equals(List.of(2, 4)));
    Claim claim = claimed(ada, ADA);
    traffic("draining");
    traffic("asleep");
    await().until(() -> instances().equals(List.of(0, 4)));
    assertThat(claim.slot()).isEqualTo(FIRST);
  }

  @Test
  void ofWhatRestsNoMoreIsWantedThanStaysUntilTheRestIsOver() throws Exception {
    SlotKey second = new SlotKey(SHOP, 1);
    traffic("serving", ",'restsWith':1");
    await().until(() -> instances().equals(List.of(1)));
    assertThat(ada.slots().claim(second, ADA, Optional.empty()))
        .isEqualTo(new ClaimOutcome.NotWanted());
    Claim first = claimed(ada, ADA);
    long revision = wanted().revision();
    assertThat(ada.slots().drain(first, ADDRESS, revision)).isFalse();

    traffic("serving", ",'restsWith':5");
    await().until(() -> instances().equals(List.of(2)));
    ClaimOutcome granted = ada.slots().claim(second, ADA, Optional.empty());
    Claim claim = ((ClaimOutcome.Granted) granted).claim();
    assertThat(ada.slots().drain(claim, ADDRESS, revision)).isFalse();
    traffic("draining", ",'restsWith':1");
    assertThat(ada.slots().drain(claim, ADDRESS, revision)).isTrue();
    traffic("serving");
    assertThat(ada.slots().drain(claim, ADDRESS, revision)).isFalse();
  }

  @Test
  void whatIsWantedIsNotDrainedThoughABoardSaidOtherwise() throws Exception {
    traffic("serving");
    Claim claim = claimed(ada, ADA);
    long revision = wanted().revision();
    ada.slots().publish(claim, ADDRESS, InstanceState.READY, Optional.empty());
    assertThat(ada.slots().drain(claim, ADDRESS, revision)).isFalse();
    assertThat(ada.slots().drain(claim, ADDRESS, revision + 1)).isTrue();
    await().until(() -> state().equals(Optional.of(InstanceState.DRAINING)));

    ada.slots().publish(claim, ADDRESS, InstanceState.READY, Optional.empty());
    traffic("asleep");
    assertThat(ada.slots().drain(claim, ADDRESS, revision)).isTrue();
    traffic("serving");
    want(0);
    assertThat(ada.slots().drain(claim, ADDRESS, revision)).isTrue();
    ada.slots().release(claim, REPORT);
    refused(Reason.NOT_FOUND, () -> ada.slots().drain(claim, ADDRESS, revision));
  }

  private Optional<InstanceState> state() {
    return Optional.ofNullable(ada.slots().board().holders().get(FIRST)).map(SlotHolder::state);
  }

  private List<Integer> instances() {
    return ada.slots().board().wanted().stream().map(WantedDeployment::instances).toList();
  }

  @Test
  void ofTwoAgentsThatRaceForSlotsEachSlotIsGivenToOne() throws Exception {
    want(20);
    List<Callable<ClaimOutcome>> claims = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      SlotKey slot = new SlotKey(SHOP, i);
      claims.add(() -> ada.slots().claim(slot, ADA, Optional.empty()));
      claims.add(() -> bob.slots().claim(slot, BOB, Optional.empty()));
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Set<SlotKey> granted = new HashSet<>();
    for (Future<ClaimOutcome> outcome : threads.invokeAll(claims)) {
      if (outcome.get() instanceof ClaimOutcome.Granted grant) {
        assertThat(granted.add(grant.claim().slot())).as("%s", grant).isTrue();
      } else {
        assertThat(outcome.get()).isInstanceOf(ClaimOutcome.Taken.class);
      }
    }
    threads.shutdown();
    assertThat(granted).hasSize(20);
    await().until(() -> bob.slots().board().holders().keySet().equals(granted));
  }

  @Test
  void aClaimIsOnTheBoardOnceTheBoardIsSaidToHoldIt() throws Exception {
    Claim claim = claimed(ada, ADA);

    await().until(() -> ada.slots().board().asOf() >= claim.generation());
    assertThat(ada.slots().board().holders())
        .containsEntry(FIRST, new SlotHolder(ADA, claim.generation(), InstanceState.STARTING));

    tree.delete(V1 + "/instances/0");
    await().until(() -> ada.slots().board().holders().isEmpty());
    assertThat(ada.slots().board().asOf()).isGreaterThanOrEqualTo(claim.generation());
  }

  @Test
  void whatIsNotWantedOrAnothersIsNotGranted() throws Exception {
    Claim claim = claimed(ada, ADA);

    assertThat(bob.slots().claim(FIRST, BOB, Optional.empty()))
        .isEqualTo(new ClaimOutcome.Taken(ADA));
    assertThat(bob.slots().claim(new SlotKey(SHOP, 2), BOB, Optional.empty()))
        .isEqualTo(new ClaimOutcome.NotWanted());
    tree.put(V1, "{'source':'registered'}");
    assertThat(bob.slots().claim(new SlotKey(SHOP, 1), BOB, Optional.empty()))
        .isEqualTo(new ClaimOutcome.NotWanted());
    want(1);
    ada.slots().release(claim, REPORT);
    assertThat(claimed(bob, BOB).generation()).isGreaterThan(claim.generation());
  }

  @Test
  void theNextLifeOfAnAgentTakesItsSlotsOverAndTheFormerWritesNothingMore() throws Exception {
    Claim before = claimed(ada, ADA);
    try (AgentSync next = AgentSync.start(Fixtures.settings(server))) {
      Claim after =
          ((ClaimOutcome.Granted) next.slots().claim(FIRST, ADA, Optional.of(ADDRESS))).claim();

      assertThat(after.generation()).isGreaterThan(before.generation());
      refused(
          Reason.NOT_FOUND,
          () -> ada.slots().publish(before, ADDRESS, InstanceState.READY, Optional.empty()));
      ada.slots().release(before, REPORT);
      await().until(() -> Optional.of(after.generation()).equals(generation(bob)));
    }
    await().until(() -> generation(bob).isEmpty());
  }

  private static Optional<Long> generation(AgentSync seenBy) {
    return Optional.ofNullable(seenBy.slots().board().holders().get(FIRST))
        .map(SlotHolder::generation);
  }

  @Test
  void routersSeeASlotFromItsFirstAddressToItsEnd(@TempDir Path directory) throws Exception {
    try (ConfigSync router =
        ConfigSync.start(Fixtures.settings(server), directory, new RecordingListener())) {
      Claim claim = claimed(ada, ADA);
      await().until(() -> router.table().app(SHOP.app()).isPresent());
      // Waits until the table has it, and so all that came before.
      router
          .store()
          .createApp(AppSpec.of(new AppName("blog"), new HostPattern("blog.example.com")));
      assertThat(addresses(router)).isEmpty();
      assertThat(router.table().rejectedNodes()).isEmpty();

      ada.slots().publish(claim, ADDRESS, InstanceState.READY, Optional.empty());
      await().until(() -> addresses(router).equals(List.of("10.0.0.5:3000")));

      ClaimOutcome again = ada.slots().claim(FIRST, ADA, Optional.empty());
      assertThat(again).isInstanceOf(ClaimOutcome.Granted.class);
      await().until(() -> addresses(router).isEmpty());
      assertThat(router.table().rejectedNodes()).isEmpty();
    }
  }

  private static List<String> addresses(ConfigSync router) {
    return Fixtures.addresses(router.table().app(SHOP.app()).orElseThrow(), "v1");
  }

  @Test
  void anAgentIsSeenWhileItsSessionLivesAndHasItsIdToItself() throws Exception {
    AgentInfo info =
        new AgentInfo(
            ADA,
            new Resources(9, 1024, 2000),
            Map.of("disk", "fast"),
            Resources.NONE,
            "process",
            "1.0",
            Optional.of(new LogAccess("10.0.0.7:41001", "secret")));
    ada.slots().announce(info);
    await().until(() -> bob.slots().board().agents().equals(List.of(info)));

    AgentInfo busier = info.withLoad(new Resources(1, 512, 500), new Resources(2, 256, 100));
    ada.slots().announce(busier);
    await().until(() -> bob.slots().board().agents().equals(List.of(busier)));

    refused(Reason.EXISTS, () -> bob.slots().announce(info));
    ada.close();
    await().until(() -> bob.slots().board().agents().isEmpty());
    bob.slots().announce(info);
  }

  @Test
  void aCrashLoopIsSeenByAllUntilItEndsAndGoesWithItsDeployment() throws Exception {
    CrashLoop loop = CrashLoop.first(REPORT, 7, Instant.ofEpochMilli(1_000));
    ada.slots().crashLooping(SHOP, loop);
    await().until(() -> Map.of(SHOP, loop).equals(bob.slots().board().crashLoops()));

    CrashLoop next = loop.next(REPORT, Instant.ofEpochMilli(9_000));
    bob.slots().crashLooping(SHOP, next);
    await().until(() -> Map.of(SHOP, next).equals(ada.slots().board().crashLoops()));

    ada.slots().recovered(SHOP);
    ada.slots().recovered(SHOP);
    await().until(() -> bob.slots().board().crashLoops().isEmpty());

    tree.delete("/bellhop/apps/shop");
    ada.slots().crashLooping(SHOP, loop);
    await().until(() -> bob.slots().board().wanted().isEmpty());
  }

  @Test
  void whatHappenedIsNumberedInItsAppAndTheOldestIsForgotten(@TempDir Path directory)
      throws Exception {
    InstanceEvent event =
        new InstanceEvent(
            0,
            Instant.ofEpochMilli(1_000),
            InstanceEvent.Kind.EXITED,
            SHOP.deployment(),
            OptionalInt.of(3),
            ADA,
            "it exited with code 3");
    try (ConfigSync router =
        ConfigSync.start(Fixtures.settings(server), directory, new RecordingListener())) {
      assertThat(router.news().of(SHOP.app())).isEmpty();
      for (int i = 0; i < 26; i++) {
        ada.slots().happened(SHOP.app(), List.of(event));
        bob.slots().happened(SHOP.app(), List.of(event));
      }
      List<InstanceEvent> events = router.news().of(SHOP.app());
      assertThat(events).hasSize(50).last().isEqualTo(event.numbered(52));
      assertThat(events.get(0).number()).isEqualTo(3);

      tree.delete("/bellhop/apps/shop");
      ada.slots().happened(SHOP.app(), List.of(event));
      assertThat(tree.exists("/bellhop/apps/shop")).isFalse();
    }
  }

  @Test
  void withoutZooKeeperTheBoardIsNotCurrentAndAClaimFailsInTime() throws Exception {
    Claim claim = claimed(ada, ADA);
    server.stop();
    await().until(() -> !ada.slots().board().current());
    assertThat(wanted().instances()).isEqualTo(2);
    refused(Reason.UNAVAILABLE, () -> ada.slots().claim(FIRST, ADA, Optional.empty()));
    refused(
        Reason.UNAVAILABLE,
        () -> ada.slots().publish(claim, ADDRESS, InstanceState.READY, Optional.empty()));

    server.restart();
    await().until(() -> ada.slots().board().current());
    assertThat(wanted().instances()).isEqualTo(2);
  }

  private WantedDeployment wanted() {
    return ada.slots().board().wanted().get(0);
  }

  private static Claim claimed(AgentSync by, AgentId agent) throws StoreException {
    SlotClaims slots = by.slots();
    return ((ClaimOutcome.Granted) slots.claim(FIRST, agent, Optional.empty())).claim();
  }

  private interface Call {
    void make() throws StoreException;
  }

  private static void refused(Reason reason, Call call) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(call::make)
        .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }
}
