package io.bellhop.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.bellhop.config.runs.RunMetrics;
import io.bellhop.model.AccountName;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.RouterId;
import io.bellhop.model.RouterInfo;
import io.bellhop.model.RunsSpec;
import io.bellhop.model.StoreException;
import io.bellhop.model.StoreException.Reason;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunClaimOutcome;
import io.bellhop.model.run.RunClaimOutcome.Granted;
import io.bellhop.model.run.RunEnd;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunOutcome;
import io.bellhop.model.run.RunSpec;
import io.bellhop.model.run.RunState.Ended;
import io.bellhop.model.run.RunState.Queued;
import io.bellhop.model.run.RunState.Running;
import io.bellhop.model.run.RunState.Starting;
import io.bellhop.model.run.Runs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One-off runs as routers ask for them and agents claim them, over a real ZooKeeper. */
class RunsTest {
  private static final AppName SHOP = new AppName("shop");
  private static final AgentId ADA = new AgentId("ada");
  private static final AgentId BOB = new AgentId("bob");
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final RunsSpec LIMITS =
      new RunsSpec(2, 3, Duration.ofHours(1), Duration.ofMinutes(10));
  private static final AppSpec APP =
      AppSpec.of(SHOP, new HostPattern("shop.example.com")).withRuns(LIMITS);
  private static final AppSpec NO_APP =
      AppSpec.of(new AppName("no"), new HostPattern("no.example.com"));

  @TempDir private Path directory;
  private TestingServer server;
  private Tree tree;
  private ConfigSync router;
  private AgentSync ada;
  private AgentSync bob;

  @BeforeEach
  void start() throws Exception {
    server = new TestingServer();
    tree = new Tree(server.getConnectString());
    app(2);
    router = ConfigSync.start(Fixtures.settings(server), directory, new RecordingListener());
    ada = AgentSync.start(Fixtures.settings(server));
    bob = AgentSync.start(Fixtures.settings(server));
    await().until(() -> ada.runs().board().current() && bob.runs().board().current());
  }

  @AfterEach
  void stop() throws Exception {
    ada.close();
    bob.close();
    router.close();
    tree.close();
    server.close();
  }

  private void app(int maxConcurrent) throws Exception {
    tree.put(
        "/bellhop/apps/shop",
        "{'hosts':['shop.example.com'],'runs':{'maxConcurrent':%d}}".formatted(maxConcurrent));
  }

  private static RunSpec spec(String... command) {
    return new RunSpec(
        Optional.empty(), LaunchSpec.ofCommand(List.of(command)), Duration.ofMinutes(5));
  }

  private Run asked() throws StoreException {
    return router.runs().create(APP, spec("work"), "");
  }

  private Run find(RunKey key) throws StoreException {
    return router.runs().find(key).orElseThrow();
  }

  private static RunEnd exited(int code) {
    return new RunEnd(
        new RunOutcome.Exited(code),
        Optional.of(NOON),
        NOON.plusMillis(1_500),
        "done",
        List.of("x"));
  }

  @Test
  void aRunIsSeenThroughItsLifeByAll() throws Exception {
    Run run = asked();
    await().until(() -> ada.runs().board().find(run.key()).isPresent());
    assertThat(ada.runs().claim(run.key(), ADA)).isInstanceOf(Granted.class);
    assertThat(find(run.key()).state()).isInstanceOf(Starting.class);
    await().until(() -> ADA.equals(bob.runs().board().claims().get(run.key())));

    ada.runs().started(run.key(), ADA, NOON, Optional.empty());
    assertThat(find(run.key()).state()).isEqualTo(new Running(ADA, NOON));

    ada.runs().ended(run.key(), ADA, exited(7));
    Ended end = (Ended) find(run.key()).state();
    assertThat(end.outcome()).isEqualTo(new RunOutcome.Exited(7));
    assertThat(end.meteredSeconds()).isEqualTo(2);
    assertThat(end.startedMinutes()).isEqualTo(1);
    assertThat(end.lastLines()).containsExactly("x");
    await().until(() -> bob.runs().board().find(run.key()).filter(Run::ended).isPresent());
    assertThat(tree.exists("/bellhop/runs/shop/" + run.key().run() + "/claim")).isFalse();
  }

  @Test
  void whoeverClaimsAtTheSameTimeEachRunIsGrantedOnce() throws Exception {
    app(1_000);
    List<RunKey> keys = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      RunsSpec roomy = new RunsSpec(100, 100, Duration.ofHours(1), Duration.ofMinutes(10));
      keys.add(router.runs().create(APP.withRuns(roomy), spec("work"), "").key());
    }
    Map<RunKey, AgentId> granted = new ConcurrentHashMap<>();
    CompletableFuture<Void> one = claimAll(ada, ADA, keys, granted);
    CompletableFuture<Void> two = claimAll(bob, BOB, keys, granted);
    CompletableFuture.allOf(one, two).join();
    assertThat(granted.keySet()).containsExactlyInAnyOrderElementsOf(keys);
    for (RunKey key : keys) {
      assertThat(find(key).holder()).contains(granted.get(key));
    }
  }

  private static CompletableFuture<Void> claimAll(
      AgentSync sync, AgentId agent, List<RunKey> keys, Map<RunKey, AgentId> granted) {
    return CompletableFuture.runAsync(
        () -> {
          for (RunKey key : keys) {
            try {
              if (sync.runs().claim(key, agent) instanceof Granted) {
                assertThat(granted.put(key, agent)).isNull();
              }
            } catch (StoreException e) {
              throw new AssertionError(e);
            }
          }
        });
  }

  @Test
  void noMoreRunAtTheSameTimeThanTheAppMayHave() throws Exception {
    RunKey first = asked().key();
    RunKey second = asked().key();
    RunKey third = asked().key();
    assertThat(ada.runs().claim(first, ADA)).isInstanceOf(Granted.class);
    assertThat(bob.runs().claim(second, BOB)).isInstanceOf(Granted.class);
    assertThat(bob.runs().claim(third, BOB)).isEqualTo(new RunClaimOutcome.LimitReached());

    ada.runs().ended(first, ADA, exited(0));
    assertThat(bob.runs().claim(third, BOB)).isInstanceOf(Granted.class);
  }

  @Test
  void aRunThatAHandRemovedCountsAgainstNoLimit() throws Exception {
    RunKey first = asked().key();
    RunKey second = asked().key();
    RunKey third = asked().key();
    assertThat(ada.runs().claim(first, ADA)).isInstanceOf(Granted.class);
    assertThat(ada.runs().claim(second, ADA)).isInstanceOf(Granted.class);
    tree.delete("/bellhop/runs/shop/" + first.run());
    assertThat(ada.runs().claim(third, ADA)).isInstanceOf(Granted.class);
  }

  @Test
  void asManyWaitAsMayAndFurtherOnesAreRefused() throws Exception {
    RunKey first = asked().key();
    RunKey unused = asked().key();
    unused = asked().key();
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(this::asked)
        .withMessageContaining("3 runs of app 'shop' wait already")
        .matches(refusal -> refusal.reason() == Reason.FULL);

    assertThat(router.runs().cancel(first).state()).isInstanceOf(Ended.class);
    assertThat(asked().state()).isInstanceOf(Queued.class);
    assertThat(unused.app()).isEqualTo(SHOP);
  }

  @Test
  void anAccountHasNoMoreRunsThanItMayWhateverItsApps() throws Exception {
    tree.put("/bellhop/apps/blog", "{'hosts':['blog.example.com']}");
    Optional<AccountName> acme = Optional.of(new AccountName("acme"));
    AppSpec blog = AppSpec.of(new AppName("blog"), new HostPattern("blog.example.com"));
    try (ConfigSync strict =
        ConfigSync.start(
            SyncSettings.of(Fixtures.settings(server), directory.resolve("strict"))
                .withRunsPerAccount(2),
            new RecordingListener())) {
      Runs runs = strict.runs();
      Run first = runs.create(APP.withAccount(acme), spec("work"), "");
      assertThat(runs.create(blog.withAccount(acme), spec("work"), "").ended()).isFalse();
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> runs.create(blog.withAccount(acme), spec("work"), ""))
          .withMessageContaining("2 runs of account 'acme' wait or run")
          .withMessageContaining("raise runs.maxPerAccount")
          .matches(refusal -> refusal.reason() == Reason.FULL);
      assertThat(runs.create(blog, spec("work"), "").ended()).isFalse();

      assertThat(runs.cancel(first.key()).ended()).isTrue();
      assertThat(runs.create(blog.withAccount(acme), spec("work"), "").ended()).isFalse();
    }
  }

  @Test
  void whoAsksAgainWithTheSameKeyGetsTheSameRun() throws Exception {
    Run first = router.runs().create(APP, spec("work"), "order 42");
    Run again = router.runs().create(APP, spec("work"), "order 42");
    assertThat(again.key()).isEqualTo(first.key());
    assertThat(router.runs().list(SHOP)).hasSize(1);
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> router.runs().create(APP, spec("other"), "order 42"))
        .matches(refusal -> refusal.reason() == Reason.CONFLICT);
  }

  @Test
  void anAppThatIsNotThereHasNoRuns() {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> router.runs().create(NO_APP, spec("work"), ""))
        .matches(refusal -> refusal.reason() == Reason.NOT_FOUND);
  }

  @Test
  void whatWaitsIsCancelledAtOnceAndWhatRunsIsAskedToEnd() throws Exception {
    RunKey waits = asked().key();
    RunKey runs = asked().key();
    assertThat(ada.runs().claim(runs, ADA)).isInstanceOf(Granted.class);
    Ended end = (Ended) router.runs().cancel(waits).state();
    assertThat(end.outcome()).isEqualTo(new RunOutcome.Cancelled());
    assertThat(end.startedAt()).isEmpty();
    assertThat(ada.runs().claim(waits, ADA)).isEqualTo(new RunClaimOutcome.Gone());

    assertThat(router.runs().cancel(runs).cancelAsked()).isTrue();
    assertThat(find(runs).state()).isInstanceOf(Starting.class);
    await().until(() -> ada.runs().board().find(runs).filter(Run::cancelAsked).isPresent());
  }

  @Test
  void whatAnAgentSaysOfAnothersRunChangesNothing() throws Exception {
    RunKey key = asked().key();
    assertThat(ada.runs().claim(key, ADA)).isInstanceOf(Granted.class);
    bob.runs().started(key, BOB, NOON, Optional.empty());
    bob.runs().ended(key, BOB, exited(1));
    assertThat(find(key).state()).isInstanceOf(Starting.class);
  }

  @Test
  void anAgentThatStartsAgainAttendsItsRunInTheNewSession() throws Exception {
    RunKey key = asked().key();
    assertThat(ada.runs().claim(key, ADA)).isInstanceOf(Granted.class);
    try (AgentSync again = AgentSync.start(Fixtures.settings(server))) {
      again.runs().attend(key, ADA);
      ada.close();
      await().until(() -> again.runs().board().current());
      assertThat(tree.exists("/bellhop/runs/shop/" + key.run() + "/claim")).isTrue();
      again.runs().ended(key, ADA, exited(0));
      assertThat(find(key).ended()).isTrue();
    }
  }

  @Test
  void theOwnerGivesUpWhatNobodyTakesAndTellsOfEachEndOnce() throws Exception {
    tree.put("/bellhop/apps/shop", "{'hosts':['shop.example.com'],'runs':{'maxWaitMillis':300}}");
    Counting counting = new Counting();
    RouterId self = new RouterId("r1");
    router.announce(new RouterInfo(self, List.of(), "", "", List.of()));
    router.keepRuns(self, counting);
    await().until(() -> !router.routers().isEmpty() && router.table().app(SHOP).isPresent());
    RunKey key = asked().key();
    await().atMost(Duration.ofSeconds(30)).until(() -> find(key).ended());
    Ended end = (Ended) find(key).state();
    assertThat(end.outcome()).isEqualTo(new RunOutcome.NeverStarted());
    assertThat(end.message()).contains("no agent took it", "--runtime process");
    await().untilAsserted(() -> assertThat(counting.ends).containsExactly("never_started"));
  }

  private static final class Counting implements RunMetrics {
    private final List<String> ends = new CopyOnWriteArrayList<>();

    @Override
    public void ended(AppName app, Ended end) {
      ends.add(end.outcome().wireName());
    }

    @Override
    public void queued(Map<AppName, Integer> counts) {
      assertThat(counts.values()).allMatch(count -> count >= 0);
    }

    @Override
    public void scheduled(AppName app, String result) {}

    @Override
    public void failed() {
      ends.add("failed");
    }
  }
}
