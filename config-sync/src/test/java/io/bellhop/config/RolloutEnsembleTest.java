package io.bellhop.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.config.RolloutFixture.Member;
import io.bellhop.config.coordinate.drive.CoordinationMetrics;
import io.bellhop.config.coordinate.step.Owner;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.RouterId;
import io.bellhop.model.StoreException;
import io.bellhop.model.rollout.CanaryStep;
import io.bellhop.model.rollout.DrainOutcome;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutCommand;
import io.bellhop.model.rollout.RolloutDeadlines;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutOptions;
import io.bellhop.model.rollout.RolloutOutcome;
import io.bellhop.model.rollout.RolloutPhase;
import io.bellhop.model.rollout.RolloutRequest;
import io.bellhop.model.rollout.RolloutSummary;
import io.bellhop.model.rollout.Rollouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several routers, each with a session of its own, on an ensemble of three. */
class RolloutEnsembleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final RouterId R1 = new RouterId("r1");
  private static final Set<RouterId> THREE = Set.of(R1, new RouterId("r2"), new RouterId("r3"));
  private static final RolloutDeadlines PATIENT =
      new RolloutDeadlines(LONG, LONG, LONG, LONG, LONG, LONG);
  private static final RolloutOptions AT_ONCE =
      RolloutOptions.DEFAULT.withKeepPrevious(Duration.ZERO).withDeadlines(PATIENT);

  @TempDir Path directory;
  private final Map<String, Member> members = new TreeMap<>();
  private TestingCluster cluster;
  private Tree tree;

  @BeforeEach
  void startAnEnsemble() throws Exception {
    cluster = new TestingCluster(3);
    cluster.start();
    tree = new Tree(cluster.getConnectString());
  }

  @AfterEach
  void stop() throws Exception {
    members.values().forEach(Member::close);
    tree.close();
    cluster.close();
  }

  private Member start(String name, String connect) {
    Member member = new Member(name, connect, directory, CoordinationMetrics.NONE);
    members.put(name, member);
    assertThat(member.join()).isTrue();
    return member;
  }

  private Member start(String name) {
    return start(name, cluster.getConnectString());
  }

  private Member member(String name) {
    return Objects.requireNonNull(members.get(name));
  }

  private void end(String name) {
    Objects.requireNonNull(members.remove(name)).close();
  }

  private void startAndAwait(String... names) {
    List.of(names).forEach(this::start);
    awaitMembers(members.size());
  }

  private void awaitMembers(int count) {
    members
        .values()
        .forEach(
            member -> await().atMost(PATIENCE).until(() -> member.sync.routers().size() == count));
  }

  /** Apps that a router carries on while there are the three; their deployments bear their name. */
  private static List<AppName> ownedBy(RouterId router, int count) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> new AppName("app" + i))
        .filter(app -> Owner.of(app, THREE).equals(Optional.of(router)))
        .limit(count)
        .toList();
  }

  private static DeploymentName deployment(AppName app, int version) {
    return new DeploymentName(app + "-v" + version);
  }

  private void deployment(AppName app, int version, String addresses) throws Exception {
    tree.put(
        "/bellhop/apps/%s/deployments/%s".formatted(app, deployment(app, version)),
        "{'source':'static','addresses':[%s]}".formatted(addresses));
  }

  private void make(AppName app) throws Exception {
    for (int version = 1; version <= 3; version++) {
      deployment(app, version, "'10.0.0.%d:80'".formatted(version));
    }
    tree.put(
        "/bellhop/apps/%s/traffic".formatted(app),
        "{'epoch':1,'weights':{'%s':100}}".formatted(deployment(app, 1)));
    tree.put("/bellhop/apps/" + app, "{'hosts':['%s.example.com']}".formatted(app));
    members.values().forEach(member -> await().until(() -> member.plane.report(app).epoch() == 1));
  }

  private void roll(AppName app, int version, RolloutOptions options) throws StoreException {
    rollouts().start(new RolloutRequest(app, deployment(app, version), options));
  }

  private Rollouts rollouts() {
    return member("r2").sync.rollouts();
  }

  private RolloutLog log(AppName app) throws StoreException {
    return rollouts().log(app);
  }

  private void awaitPhase(AppName app, RolloutPhase phase) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> log(app).current().map(Rollout::phase).equals(Optional.of(phase)));
  }

  private RolloutSummary awaitEnd(AppName app) throws StoreException {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> log(app).isIdle() && !log(app).history().isEmpty());
    return log(app).history().get(0);
  }

  /** Begins a rollout that stays in a phase until all is released. */
  private void stick(AppName app, RolloutPhase phase) throws Exception {
    String old = deployment(app, 1).value();
    String target = deployment(app, 2).value();
    for (Member member : members.values()) {
      switch (phase) {
        case VERIFY -> member.plane.holdHealth(target);
        case WARM -> member.plane.holdCall("warm " + target);
        case ACKNOWLEDGE -> member.plane.holdEpoch(app, 1);
        case DRAIN -> member.plane.inFlight(old, 1);
        case CUT -> {
          member.plane.inFlight(old, 1);
          member.plane.holdCall("cut " + old);
        }
        default -> {}
      }
    }
    roll(app, 2, options(phase));
    awaitPhase(app, phase);
  }

  private static RolloutOptions options(RolloutPhase phase) {
    return switch (phase) {
      case LAUNCH -> AT_ONCE.withInstances(2);
      case CANARY -> AT_ONCE.withCanary(List.of(new CanaryStep(10, Optional.empty())));
      case CUT -> AT_ONCE.withDeadlines(PATIENT.withDrain(Duration.ofMillis(50)));
      case KEEP -> AT_ONCE.withKeepPrevious(LONG);
      default -> AT_ONCE;
    };
  }

  /** Lets all go on that are stuck, one in each phase. */
  private void release(List<AppName> apps) throws Exception {
    members.values().forEach(member -> member.plane.release());
    deployment(stuckIn(RolloutPhase.LAUNCH, apps), 2, "'10.0.0.2:80','10.0.0.3:80'");
    rollouts().command(stuckIn(RolloutPhase.CANARY, apps), RolloutCommand.PROMOTE);
    rollouts().command(stuckIn(RolloutPhase.KEEP, apps), RolloutCommand.ROLLBACK);
  }

  @Test
  void theNextOwnerGoesOnInEveryPhaseAndNoAppWaitsForAnother() throws Exception {
    Cable cable = new Cable(cluster.getInstances().iterator().next().getPort());
    start("r1", cable.connect());
    startAndAwait("r2", "r3");
    List<AppName> apps = ownedBy(R1, RolloutPhase.values().length + 1);
    for (RolloutPhase phase : RolloutPhase.values()) {
      AppName stuck = stuckIn(phase, apps);
      make(stuck);
      stick(stuck, phase);
    }
    AppName free = apps.get(apps.size() - 1);
    make(free);
    roll(free, 2, AT_ONCE);
    assertThat(awaitEnd(free).outcome()).isEqualTo(RolloutOutcome.COMPLETED);
    for (RolloutPhase phase : RolloutPhase.values()) {
      awaitPhase(stuckIn(phase, apps), phase);
    }

    cable.close();
    end("r1");
    release(apps);

    for (RolloutPhase phase : RolloutPhase.values()) {
      RolloutSummary end = awaitEnd(stuckIn(phase, apps));
      assertThat(end.outcome()).as("lost in " + phase).isEqualTo(outcomeOf(phase));
      assertThat(end.drain().orElseThrow().outcome())
          .as("lost in " + phase)
          .isInstanceOfSatisfying(
              DrainOutcome.Unknown.class,
              unknown -> assertThat(unknown.routers()).containsExactly(R1));
    }
  }

  private static AppName stuckIn(RolloutPhase phase, List<AppName> apps) {
    return apps.get(List.of(RolloutPhase.values()).indexOf(phase));
  }

  private static RolloutOutcome outcomeOf(RolloutPhase phase) {
    return phase == RolloutPhase.KEEP ? RolloutOutcome.ROLLED_BACK : RolloutOutcome.COMPLETED;
  }

  @Test
  void aLostLeaderAndRoutersThatComeAndGoDoNotStopARollout() throws Exception {
    startAndAwait("r1", "r2", "r3");
    List<AppName> apps = new ArrayList<>(ownedBy(R1, 1));
    apps.addAll(ownedBy(new RouterId("r2"), 1));
    make(apps.get(0));
    make(apps.get(1));
    stick(apps.get(0), RolloutPhase.DRAIN);
    stick(apps.get(1), RolloutPhase.VERIFY);

    InstanceSpec leader = leader();
    assertThat(cluster.killServer(leader)).isTrue();
    start("r4");
    Member leaving = member("r3");
    await().atMost(PATIENCE).until(() -> leaving.sync.leave(Duration.ofSeconds(5)));
    end("r3");
    members.values().forEach(member -> member.plane.release());

    for (AppName app : apps) {
      RolloutSummary end = awaitEnd(app);
      assertThat(end.outcome()).isEqualTo(RolloutOutcome.COMPLETED);
      assertThat(end.drain().orElseThrow().outcome()).isEqualTo(new DrainOutcome.Drained());
    }
  }

  @Test
  void oneRolloutOfAnAppWaitsAndOneTakesThePlaceOfAnother() throws Exception {
    startAndAwait("r1", "r2");
    AppName app = ownedBy(R1, 1).get(0);
    make(app);
    stick(app, RolloutPhase.DRAIN);
    roll(app, 3, AT_ONCE);
    assertThat(log(app).queued()).hasSize(1);
    members.values().forEach(member -> member.plane.release());
    assertThat(awaitEnd(app).target()).isEqualTo(deployment(app, 3));

    stick(app, RolloutPhase.VERIFY);
    roll(app, 1, AT_ONCE.superseding());
    assertThat(awaitEnd(app).target()).isEqualTo(deployment(app, 1));
    assertThat(log(app).history())
        .extracting(RolloutSummary::outcome)
        .containsExactly(
            RolloutOutcome.COMPLETED,
            RolloutOutcome.SUPERSEDED,
            RolloutOutcome.COMPLETED,
            RolloutOutcome.COMPLETED);
  }

  private InstanceSpec leader() throws IOException {
    for (InstanceSpec server : cluster.getInstances()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
        socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
        String status =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        if (status.contains("Mode: leader")) {
          return server;
        }
      }
    }
    throw new AssertionError("no server leads");
  }
}
