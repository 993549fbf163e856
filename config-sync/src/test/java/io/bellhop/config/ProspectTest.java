package io.bellhop.config;

import static io.bellhop.config.RolloutFixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.config.RolloutFixture.Member;
import io.bellhop.config.json.AgentJson;
import io.bellhop.config.json.AppJson;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InstanceSource.Launched;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.ExitReport;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.wake.WakeAnswer;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeProspect;
import io.bellhop.model.wake.WakeTrouble;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a router finds out of an app that cannot start, from what agents leave in ZooKeeper. */
class ProspectTest {
  private static final String V3 = "/bellhop/apps/shop/deployments/v3";
  private static final String LAUNCHED =
      "{'source':'launched','launch':{'command':['exit 3']},'instances':1}".replace('\'', '"');

  @TempDir Path directory;
  private TestingServer server;
  private Tree tree;
  private RolloutFixture routers;
  private Member member;
  private volatile WakeProspect told = WakeProspect.UNKNOWN;
  private final AtomicInteger changes = new AtomicInteger();

  @BeforeEach
  void start() throws Exception {
    server = new TestingServer();
    tree = new Tree(server.getConnectString());
    routers = new RolloutFixture(server.getConnectString(), directory, tree);
    tree.put(V3, LAUNCHED);
    tree.put("/bellhop/apps/shop/traffic", "{'epoch':2,'weights':{'v3':100}}");
    routers.start("a");
    member = routers.owner();
    await().until(() -> member.sync.table().app(SHOP).orElseThrow().traffic().epoch() == 2);
    member
        .sync
        .demand()
        .onProspect(
            (app, now) -> {
              told = now;
              changes.incrementAndGet();
            });
  }

  @AfterEach
  void stop() throws Exception {
    routers.close();
    tree.close();
    server.close();
  }

  private void agent() throws Exception {
    tree.putEphemeral("/bellhop/agents/host-a", "{'capacity':{'instances':9},'runtime':'process'}");
  }

  private void crashed(int times, Instant notBefore) throws Exception {
    ExitReport report =
        new ExitReport(
            ExitReport.Reason.EXITED,
            OptionalInt.of(3),
            OptionalInt.empty(),
            List.of("bye"),
            Duration.ofMillis(40),
            "it exited with code 3");
    CrashLoop loop = new CrashLoop(times, notBefore, revision(), report);
    tree.put(V3 + "/crashloop", text(AgentJson.write(loop)));
  }

  private static long revision() {
    return AppJson.lenient()
                .readDeployment(new DeploymentName("v3"), LAUNCHED.getBytes(StandardCharsets.UTF_8))
                .source()
            instanceof Launched launched
        ? AgentJson.revision(launched.spec())
        : -1;
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private Optional<WakeTrouble.Kind> kind() {
    return told.trouble().map(WakeTrouble::kind);
  }

  private void awaitTrouble(WakeTrouble.Kind kind) {
    await().until(() -> kind().equals(Optional.of(kind)));
  }

  @Test
  void aCrashLoopThatBeginsWhileRequestsWaitIsTold() throws Exception {
    agent();
    assertThat(member.sync.demand().prospect(SHOP)).isEqualTo(WakeProspect.UNKNOWN);

    crashed(2, Instant.now().plusSeconds(60));

    awaitTrouble(WakeTrouble.Kind.CRASH_LOOPING);
    WakeTrouble trouble = member.sync.demand().prospect(SHOP).trouble().orElseThrow();
    assertThat(trouble.exitCode()).hasValue(3);
    assertThat(trouble.lastLines()).containsExactly("bye");
  }

  @Test
  void itIsOverWithTheWaitAndWithAnotherDeployment() throws Exception {
    agent();
    crashed(2, Instant.now().plusSeconds(2));
    WakeProspect unused = member.sync.demand().prospect(SHOP);
    awaitTrouble(WakeTrouble.Kind.CRASH_LOOPING);
    member.sync.demand().concluded(SHOP);
    await().until(() -> member.sync.demand().prospect(SHOP).trouble().isEmpty());

    crashed(3, Instant.now().plusSeconds(60));
    awaitTrouble(WakeTrouble.Kind.CRASH_LOOPING);
    tree.put(V3, LAUNCHED.replace("exit 3", "exec ./serve"));

    await().until(() -> kind().isEmpty());
    assertThat(member.sync.demand().prospect(SHOP).trouble()).isEmpty();
  }

  @Test
  void thatNoAgentIsThereIsToldUntilOneIs() throws Exception {
    WakeProspect unused = member.sync.demand().prospect(SHOP);
    awaitTrouble(WakeTrouble.Kind.NO_CAPACITY);

    agent();

    await().until(() -> kind().isEmpty());
  }

  @Test
  void whatAgentsSayOfAStartIsToldUntilOneBegins() throws Exception {
    agent();
    WakeProspect unused = member.sync.demand().prospect(SHOP);
    InstanceEvent event =
        new InstanceEvent(
            1,
            Instant.now(),
            InstanceEvent.Kind.NOT_STARTED,
            new DeploymentName("v3"),
            OptionalInt.of(0),
            new AgentId("host-a"),
            "the engine does not answer: start it");
    tree.put("/bellhop/apps/shop/events", text(AgentJson.write(List.of(event))));
    awaitTrouble(WakeTrouble.Kind.CANNOT_START);
    assertThat(told.trouble().orElseThrow().message()).contains("does not answer");

    tree.putEphemeral(
        V3 + "/instances/0", text(AgentJson.claimed(new AgentId("host-a"), Optional.empty())));

    await().until(() -> kind().isEmpty());
  }

  @Test
  void nothingIsLookedAtBeforeRequestsWaitAndAfterTheLastOfThem() throws Exception {
    agent();
    crashed(2, Instant.now().plusSeconds(60));
    afterAllThatChanged();
    assertThat(changes).hasValue(0);

    WakeProspect unused = member.sync.demand().prospect(SHOP);
    awaitTrouble(WakeTrouble.Kind.CRASH_LOOPING);
    member.sync.demand().concluded(SHOP);
    member.sync.demand().quiet(SHOP);
    afterAllThatChanged();
    int before = changes.get();
    crashed(3, Instant.now().plusSeconds(60));
    afterAllThatChanged();

    assertThat(changes).hasValue(before);
  }

  /** An answer that ZooKeeper gives after it told what changed before. */
  private void afterAllThatChanged() throws Exception {
    WakeAnswer unused =
        member
            .sync
            .demand()
            .wake(SHOP, WakeCause.BY_HAND)
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
  }
}
