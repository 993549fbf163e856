package io.bellhop.config;

import static io.bellhop.config.RolloutFixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.model.TrafficMode;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the README's formula of what sleep costs, by the server's own count. */
class SleepCostTest {
  private static final int ASLEEP = 200;
  private static final int ROUTERS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  private TestingServer server;
  private Tree tree;
  private RolloutFixture fixture;

  @BeforeEach
  void start() throws Exception {
    server = new TestingServer();
    tree = new Tree(server.getConnectString());
    fixture = new RolloutFixture(server.getConnectString(), directory, tree);
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
    tree.close();
    server.close();
  }

  @Test
  void appsThatSleepCostNothing() throws Exception {
    for (int i = 0; i < ASLEEP; i++) {
      String app = "/bellhop/apps/sleeper-" + i;
      tree.put(app + "/deployments/v1", "{'source':'static','addresses':['10.0.0.1:80']}");
      tree.put(app + "/traffic", "{'epoch':2,'mode':'asleep','weights':{'v1':100}}");
      tree.put(app, "{'hosts':['s%d.example.com'],'sleep':{'afterMillis':100}}".formatted(i));
    }
    fixture.start("r1", "r2");
    fixture.members.values().forEach(this::awaitTable);
    long before = tree.transaction();

    await().pollDelay(Duration.ofSeconds(2)).until(() -> true);

    assertThat(tree.transaction() - before - 1).isZero();
  }

  private void awaitTable(RolloutFixture.Member member) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                member.sync.table().apps().stream()
                        .filter(app -> app.traffic().mode() == TrafficMode.ASLEEP)
                        .count()
                    == ASLEEP);
  }

  @Test
  void fallingAsleepCostsTwoAndTwoForEachRouter() throws Exception {
    fixture.start("r1", "r2", "r3");
    long before = tree.transaction();
    fixture.other().sync.sleeps().sleep(SHOP);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                fixture.other().sync.sleeps().status(SHOP).traffic().mode() == TrafficMode.ASLEEP);
    await().until(() -> tree.children("/bellhop/apps/shop/sleep").isEmpty());

    assertThat(tree.transaction() - before - 1).isEqualTo(2 + 2 * ROUTERS);
  }
}
