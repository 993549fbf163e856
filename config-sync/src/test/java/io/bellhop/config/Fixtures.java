package io.bellhop.config;

import io.bellhop.model.App;
import java.time.Duration;
import java.util.List;
import org.apache.curator.test.TestingServer;

/** Settings short enough for tests. */
final class Fixtures {
  private Fixtures() {}

  /** The addresses of a deployment's instances, in the order of their ids. */
  static List<String> addresses(App app, String deployment) {
    return app.deployments().values().stream()
        .filter(candidate -> candidate.name().value().equals(deployment))
        .flatMap(candidate -> candidate.instances().stream())
        .map(instance -> instance.address().toString())
        .toList();
  }

  static ZooKeeperSettings settings(TestingServer server) {
    return settings(server.getConnectString());
  }

  static ZooKeeperSettings settings(String connect) {
    ZooKeeperSettings usual = ZooKeeperSettings.DEFAULT;
    return new ZooKeeperSettings(
        connect,
        usual.root(),
        Duration.ofSeconds(4),
        Duration.ofSeconds(1),
        usual.digest(),
        usual.tls());
  }
}
