package io.bellhop.config.runs;

import static org.awaitility.Awaitility.await;

import io.bellhop.config.ZooKeeperSettings;
import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.write.Transactions;
import io.bellhop.model.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooKeeper;

/** A ZooKeeper with an app {@code shop}, and what routers and agents do there about its runs. */
final class RunsOverZooKeeper {
  private final TestingServer server;
  private final RunsFollower follower;
  private final Ensemble ensemble;
  final ZooKeeperRuns runs;
  final ZooKeeperRunClaims claims;

  RunsOverZooKeeper(InstantSource clock) throws Exception {
    server = new TestingServer();
    ZooKeeperSettings settings = ZooKeeperSettings.DEFAULT.withConnect(server.getConnectString());
    follower = new RunsFollower(new TreePaths(settings.root()));
    ensemble = Ensemble.connect(settings, follower);
    runs = new ZooKeeperRuns(ensemble, 50, clock);
    claims = new ZooKeeperRunClaims(ensemble, follower, clock);
    await().until(() -> follower.view().current());
    for (String path : List.of("/bellhop", "/bellhop/apps", "/bellhop/apps/shop")) {
      byte[] json = "{\"hosts\":[\"shop.example.com\"]}".getBytes(StandardCharsets.UTF_8);
      String unused = session().create(path, json, ensemble.acl(), CreateMode.PERSISTENT);
    }
  }

  Ensemble ensemble() {
    return ensemble;
  }

  ZooKeeper session() {
    return ensemble.session().orElseThrow();
  }

  RunNodes nodes() throws StoreException {
    return new RunNodes(
        new Transactions(ensemble, "zookeeper", Duration.ofSeconds(5)).inOneSession(),
        new TreePaths(ensemble.settings().root()),
        ensemble.acl());
  }

  void close() throws Exception {
    follower.close();
    ensemble.close();
    server.close();
  }
}
