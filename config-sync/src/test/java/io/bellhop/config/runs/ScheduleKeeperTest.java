package io.bellhop.config.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.config.json.AppJson;
import io.bellhop.config.runs.ScheduleRounds.Look;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.StoreException;
import io.bellhop.model.Traffic;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunClaimOutcome.Granted;
import io.bellhop.model.run.RunEnd;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunOutcome;
import io.bellhop.model.schedule.Firing;
import io.bellhop.model.schedule.ScheduleStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the owner of an app does for its schedules as time passes, over a real ZooKeeper. */
class ScheduleKeeperTest {
  private static final AppName SHOP = new AppName("shop");
  private static final AgentId ADA = new AgentId("ada");
  private static final String USUAL = "";

  private volatile Instant now = Instant.parse("2026-11-21T11:30:00Z");
  private final InstantSource clock = () -> now;
  private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
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

  /** An app with a schedule that is due at each full hour. */
  private static App hourly(String more) {
    return app("'hourly':{'cron':'0 * * * *','command':['work']%s}".formatted(more));
  }

  private static App app(String schedules) {
    String json = "{'hosts':['shop.example.com'],'schedules':{%s}}".formatted(schedules);
    AppSpec spec =
        AppJson.strict().readSpec(SHOP, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    return App.of(spec, Traffic.NONE, Map.of());
  }

  private Look settle(App app) throws StoreException {
    RunNodes nodes = zookeeper.nodes();
    return new ScheduleKeeper(nodes, new AccountNodes(nodes, 50), clock, told::add).settle(app);
  }

  private Look settleAt(App app, String time) throws StoreException {
    now = Instant.parse("2026-11-21T" + time + "Z");
    return settle(app);
  }

  private List<String> known() throws StoreException {
    return runs.list(SHOP).stream().map(run -> run.key().run().value()).sorted().toList();
  }

  private RunKey taken() throws StoreException {
    RunKey key = runs.list(SHOP).get(0).key();
    assertThat(claims.claim(key, ADA)).isInstanceOf(Granted.class);
    claims.started(key, ADA, now, Optional.empty());
    return key;
  }

  private void end(RunKey key) throws StoreException {
    claims.ended(
        key, ADA, new RunEnd(new RunOutcome.Exited(0), Optional.of(now), now, "done", List.of()));
  }

  private ScheduleStatus status(App app) throws StoreException {
    return new ZooKeeperSchedules(zookeeper.ensemble(), clock).list(app.spec()).get(0);
  }

  private String skippedFor(App app) throws StoreException {
    return status(app).last().orElseThrow() instanceof Firing.Skipped skipped ? skipped.why() : "";
  }

  @Test
  void whatIsNewIsNotDueForWhatWasBeforeAndThenFiresAtItsTime() throws Exception {
    App app = hourly(USUAL);
    Look look = settle(app);
    assertThat(look.at()).isEqualTo(Instant.parse("2026-11-21T12:00:00Z"));
    assertThat(known()).isEmpty();

    assertThat(settleAt(app, "12:00:00.300").at()).isEqualTo("2026-11-21T13:00:00Z");
    assertThat(known()).containsExactly("hourly-20261121t120000z");
    Run run = runs.list(SHOP).get(0);
    assertThat(run.spec().launch().command()).containsExactly("work");
    assertThat(run.due().orElseThrow().at()).isEqualTo("2026-11-21T12:00:00Z");
    assertThat(status(app).run()).contains(run);
    assertThat(told).containsExactly("fired");
  }

  @Test
  void ownersAtOnceAndOneAfterTheOtherStartOneRun() throws Exception {
    App app = hourly(USUAL);
    settle(app);
    now = Instant.parse("2026-11-21T12:00:01Z");
    Stream<CompletableFuture<Void>> owners =
        IntStream.range(0, 4).mapToObj(i -> CompletableFuture.runAsync(() -> unchecked(app)));
    CompletableFuture.allOf(owners.toArray(CompletableFuture[]::new)).join();
    settleAt(app, "12:00:20");
    assertThat(known()).containsExactly("hourly-20261121t120000z");
    assertThat(told).containsExactly("fired");
  }

  private void unchecked(App app) {
    try {
      settle(app);
    } catch (StoreException e) {
      // Outpaced by the others, which is as good: it looks again later.
      assertThat(e.reason()).isEqualTo(StoreException.Reason.CONFLICT);
    }
  }

  @Test
  void aDueTimeWhoseRunIsForgottenHasNoSecondOne() throws Exception {
    App app = hourly(",'missed':'run-once'");
    settle(app);
    settleAt(app, "12:00:00");
    assertThat(runs.cancel(runs.list(SHOP).get(0).key()).ended()).isTrue();
    zookeeper.session().delete("/bellhop/runs/shop/hourly-20261121t120000z", -1);
    settleAt(app, "12:30:00");
    assertThat(known()).isEmpty();
  }

  @Test
  void nothingIsWrittenWhileNothingIsDue() throws Exception {
    App app = hourly(USUAL);
    settle(app);
    int before = version();
    settleAt(app, "11:45:00");
    settleAt(app, "11:59:59.999");
    assertThat(version()).isEqualTo(before);
  }

  private int version() throws Exception {
    return zookeeper.session().exists("/bellhop/runs/shop", false).getVersion();
  }

  @Test
  void whatWasMissedIsLeftOutAndSaysSo() throws Exception {
    App app = hourly(USUAL);
    settle(app);
    settleAt(app, "15:01:01");
    assertThat(known()).isEmpty();
    assertThat(status(app).last().orElseThrow().due()).isEqualTo("2026-11-21T15:00:00Z");
    assertThat(skippedFor(app)).contains("within 60 s", "run-once");
    assertThat(told).containsExactly("skipped");
    settleAt(app, "16:00:59");
    assertThat(known()).containsExactly("hourly-20261121t160000z");
  }

  @Test
  void ofWhatWasMissedTheLastIsMadeUpForOnceWhereThatIsAsked() throws Exception {
    App app = hourly(",'missed':'run-once'");
    settle(app);
    settleAt(app, "15:20:00");
    settleAt(app, "15:21:00");
    assertThat(known()).containsExactly("hourly-20261121t150000z");
  }

  @Test
  void whereTheOneBeforeGoesOnADueTimeIsLeftOut() throws Exception {
    App app = hourly(USUAL);
    settle(app);
    settleAt(app, "12:00:00");
    RunKey first = taken();
    settleAt(app, "13:00:00");
    assertThat(known()).hasSize(1);
    assertThat(skippedFor(app)).contains("run hourly-20261121t120000z was not over", "queue");
    end(first);
    settleAt(app, "14:00:00");
    assertThat(known()).hasSize(2);
  }

  @Test
  void whereItIsToWaitOneWaitsForTheOneBeforeAndFurtherOnesAreLeftOut() throws Exception {
    App app = hourly(",'overlap':'queue'");
    settle(app);
    settleAt(app, "12:00:00");
    RunKey first = taken();
    Look look = settleAt(app, "13:00:00");
    assertThat(look.behind()).containsExactly(first);
    assertThat(status(app).waiting()).contains(Instant.parse("2026-11-21T13:00:00Z"));
    settleAt(app, "14:00:00");
    assertThat(skippedFor(app)).contains("one waited for that already");
    assertThat(known()).hasSize(1);

    end(first);
    settleAt(app, "14:40:00");
    assertThat(known()).containsExactly("hourly-20261121t120000z", "hourly-20261121t130000z");
    assertThat(status(app).waiting()).isEmpty();
  }

  @Test
  void whereItIsToReplaceTheOneBeforeItStartsOnceThatHasEnded() throws Exception {
    App app = hourly(",'overlap':'replace'");
    settle(app);
    settleAt(app, "12:00:00");
    RunKey first = taken();
    assertThat(settleAt(app, "13:00:00").behind()).containsExactly(first);
    assertThat(runs.find(first).orElseThrow().cancelAsked()).isTrue();
    assertThat(known()).hasSize(1);
    end(first);
    settleAt(app, "13:00:10");
    assertThat(known()).hasSize(2);

    settleAt(app, "14:00:00");
    assertThat(known()).hasSize(3);
    assertThat(runs.list(SHOP).stream().filter(run -> !run.ended())).hasSize(1);
  }

  @Test
  void whatCannotBeRunIsLeftOutAndSaysWhy() throws Exception {
    App app = hourly(",'deployment':'v9'");
    settle(app);
    settleAt(app, "12:00:00");
    assertThat(known()).isEmpty();
    assertThat(skippedFor(app)).contains("no deployment 'v9'");
  }

  @Test
  void anotherRuleBeginsAnewAndSoDoesOneThatWasTakenAway() throws Exception {
    App app = hourly(",'missed':'run-once'");
    settle(app);
    settleAt(app, "13:30:00");
    assertThat(known()).containsExactly("hourly-20261121t130000z");
    App other = app("'hourly':{'cron':'10 * * * *','missed':'run-once','command':['work']}");
    settleAt(other, "15:30:00");
    assertThat(known()).hasSize(1);

    settleAt(app(""), "15:40:00");
    settleAt(other, "18:30:00");
    assertThat(known()).hasSize(1);
  }
}
