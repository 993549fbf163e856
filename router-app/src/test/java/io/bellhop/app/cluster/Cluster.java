package io.bellhop.app.cluster;

import static org.awaitility.Awaitility.await;

import io.bellhop.app.cli.CommandRunner;
import io.bellhop.app.run.RunningRouter;
import io.bellhop.app.settings.BellhopSettings;
import io.bellhop.config.ZooKeeperSettings;
import io.bellhop.router.settings.StickySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.curator.test.TestingServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Three real routers in this JVM, on one real ZooKeeper, and backends that do as they are told. */
final class Cluster implements BeforeAllCallback, AfterAllCallback {
  static final Duration AMPLE = Duration.ofSeconds(60);
  private static final String TOKEN = "a token for tests";
  static final int ROUTERS = 3;
  private static final Duration SESSION = Duration.ofSeconds(2);

  private final List<RunningRouter> routers = new ArrayList<>();
  private final List<TestBackend> backends = new ArrayList<>();
  private final AtomicInteger replaced = new AtomicInteger();
  private @Nullable TestingServer zooKeeper;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    zooKeeper = new TestingServer();
    for (int i = 0; i < ROUTERS; i++) {
      routers.add(router("router-" + i));
    }
    awaitMembers(ROUTERS);
  }

  private RunningRouter router(String id) {
    TestingServer ensemble = Objects.requireNonNull(zooKeeper);
    // Removed with it.
    Path data = ensemble.getTempDirectory().toPath().resolve(id);
    BellhopSettings usual = RunningRouter.settings(ensemble.getConnectString(), data, TOKEN);
    ZooKeeperSettings to = usual.zookeeper();
    ZooKeeperSettings shortSession =
        new ZooKeeperSettings(
            to.connect(), to.root(), SESSION, to.connectTimeout(), to.digest(), to.tls());
    StickySettings sticky = new StickySettings("the same on every router");
    return RunningRouter.start(
            new BellhopSettings(
                id,
                usual.dataDirectory(),
                shortSession,
                usual.table(),
                usual.router().withSticky(sticky),
                usual.health(),
                usual.admin(),
                usual.shutdown(),
                usual.runs()))
        .serve();
  }

  private void awaitMembers(int count) {
    await()
        .atMost(AMPLE)
        .until(
            () ->
                routers.stream()
                    .allMatch(
                        each ->
                            each.admin("/api/v1/routers").body().split("\"id\"").length
                                == count + 1));
  }

  List<RunningRouter> routers() {
    return routers;
  }

  /** Ends a router as if it were killed, and has another take its place in the list. */
  void replace(int index, Runnable meanwhile) {
    routers.get(index).close();
    try {
      meanwhile.run();
    } finally {
      routers.set(index, router("router-" + index + "-" + replaced.incrementAndGet()));
    }
    awaitMembers(ROUTERS);
  }

  /** Commands that ask the routers of these indexes, in this order. */
  CommandRunner bellhop(int... indexes) {
    String urls =
        IntStream.of(indexes)
            .mapToObj(index -> routers.get(index).adminUrl())
            .collect(Collectors.joining(","));
    return new CommandRunner(Map.of("BELLHOP_URL", urls, "BELLHOP_TOKEN", TOKEN));
  }

  /** An app of that name with a deployment {@code v1} that has all traffic, and one {@code v2}. */
  TestedApp app(String name) throws IOException {
    TestBackend v1 = backend("v1");
    TestBackend v2 = backend("v2");
    CommandRunner bellhop = bellhop(0);
    bellhop.run("app", "create", name, "--host", name + ".localhost").succeeds();
    bellhop.run("deployment", "add", name, "v1", "--address", v1.address()).succeeds();
    bellhop.run("deployment", "add", name, "v2", "--address", v2.address()).succeeds();
    bellhop.run("switch", name, "v1=100").succeeds();
    TestedApp app = new TestedApp(this, name, v1, v2);
    app.awaitEverywhere("v1");
    return app;
  }

  private TestBackend backend(String name) throws IOException {
    TestBackend backend = TestBackend.start(name);
    backends.add(backend);
    return backend;
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    routers.forEach(RunningRouter::close);
    backends.forEach(TestBackend::close);
    Objects.requireNonNull(zooKeeper).close();
  }
}
