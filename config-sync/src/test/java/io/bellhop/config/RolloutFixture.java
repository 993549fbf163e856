package io.bellhop.config;

import static org.awaitility.Awaitility.await;

import io.bellhop.config.coordinate.drive.CoordinationMetrics;
import io.bellhop.config.coordinate.step.Owner;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.RouterId;
import io.bellhop.model.RouterInfo;
import io.bellhop.model.StoreException;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutOptions;
import io.bellhop.model.rollout.RolloutPhase;
import io.bellhop.model.rollout.RolloutRequest;
import io.bellhop.model.rollout.RolloutSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Routers of one app, {@code shop}, with data planes made of nothing. */
final class RolloutFixture implements AutoCloseable {
  static final AppName SHOP = new AppName("shop");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** One router. */
  static final class Member implements AutoCloseable {
    final RouterId id;
    final FakePlane plane = new FakePlane();
    final ConfigSync sync;

    Member(String name, String connect, Path directory, CoordinationMetrics metrics) {
      id = new RouterId(name);
      sync =
          ConfigSync.start(
              SyncSettings.of(Fixtures.settings(connect), directory.resolve(name)), plane);
      sync.coordinate(id, plane, metrics);
    }

    boolean join() {
      return sync.joinAsMember(new RouterInfo(id, List.of(), "", "1", List.of()), PATIENCE);
    }

    @Override
    public void close() {
      sync.close();
    }
  }

  final Map<RouterId, Member> members = new TreeMap<>();
  final AtomicInteger steps = new AtomicInteger();
  final AtomicInteger acks = new AtomicInteger();
  private final String connect;
  private final Path directory;

  RolloutFixture(String connect, Path directory, Tree tree) throws Exception {
    this.connect = connect;
    this.directory = directory;
    tree.put(
        "/bellhop/apps/shop/deployments/v1", "{'source':'static','addresses':['10.0.0.1:80']}");
    tree.put(
        "/bellhop/apps/shop/deployments/v2",
        "{'source':'static','addresses':['10.0.0.2:80','10.0.0.3:80']}");
    tree.put("/bellhop/apps/shop/traffic", "{'epoch':1,'weights':{'v1':100}}");
    tree.put("/bellhop/apps/shop", "{'hosts':['shop.example.com']}");
  }

  private final class Counting implements CoordinationMetrics {
    @Override
    public void stepTaken(AppName app) {
      steps.incrementAndGet();
    }

    @Override
    public void acknowledged(AppName app) {
      acks.incrementAndGet();
    }
  }

  /** Starts routers, and waits until each knows of all. */
  void start(String... names) {
    for (String name : names) {
      Member member = new Member(name, connect, directory, new Counting());
      members.put(member.id, member);
      member.join();
    }
    for (Member member : members.values()) {
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  member.sync.routers().size() == members.size()
                      && member.plane.report(SHOP).epoch() >= 1);
    }
  }

  Member owner() {
    return Objects.requireNonNull(members.get(Owner.of(SHOP, members.keySet()).orElseThrow()));
  }

  /** Any router but the owner. */
  Member other() {
    return members.values().stream().filter(m -> m != owner()).findFirst().orElseThrow();
  }

  long start(RolloutOptions options) throws StoreException {
    return other()
        .sync
        .rollouts()
        .start(new RolloutRequest(SHOP, new DeploymentName("v2"), options));
  }

  RolloutLog log() throws StoreException {
    return members.values().iterator().next().sync.rollouts().log(SHOP);
  }

  void awaitPhase(RolloutPhase phase) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> log().current().filter(now -> now.phase() == phase).isPresent());
  }

  RolloutSummary awaitEnd() {
    await().atMost(PATIENCE).ignoreExceptions().until(() -> ended());
    try {
      return log().history().get(0);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  private boolean ended() throws StoreException {
    return log().isIdle() && !log().history().isEmpty();
  }

  /** The router is gone without a word. */
  void lose(Member member) {
    members.remove(member.id);
    member.close();
  }

  @Override
  public void close() {
    members.values().forEach(Member::close);
  }
}
