package io.bellhop.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.model.rollout.CanaryStep;
import io.bellhop.model.rollout.RolloutOptions;
import io.bellhop.model.rollout.RolloutPhase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the README's formula of what a rollout costs, by the server's own count. */
class RolloutCostTest {
  private static final int ROUTERS = 3;
  private static final int PLAINEST = 5 + 4 * ROUTERS;
  private static final RolloutOptions AT_ONCE =
      RolloutOptions.DEFAULT.withKeepPrevious(Duration.ZERO);

  @TempDir Path directory;
  private TestingServer server;
  private Tree tree;
  private RolloutFixture fixture;

  @BeforeEach
  void startThreeRouters() throws Exception {
    server = new TestingServer();
    tree = new Tree(server.getConnectString());
    fixture = new RolloutFixture(server.getConnectString(), directory, tree);
    fixture.start("r1", "r2", "r3");
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
    tree.close();
    server.close();
  }

  /** Transactions since one that was counted, once the routers took back what they said. */
  private long since(long before) throws Exception {
    fixture.awaitEnd();
    await().until(() -> tree.children("/bellhop/apps/shop/acks").isEmpty());
    return tree.transaction() - before - 1;
  }

  @Test
  void thePlainestCostsFiveAndFourForEachRouter() throws Exception {
    long before = tree.transaction();
    fixture.start(AT_ONCE);
    assertThat(since(before)).isEqualTo(PLAINEST);
  }

  @Test
  void whatIsInFlightAtTheSwitchCostsOneAndOneForItsRouter() throws Exception {
    fixture.other().plane.inFlight("v1", 7);
    long before = tree.transaction();
    fixture.start(AT_ONCE);
    fixture.awaitPhase(RolloutPhase.DRAIN);
    fixture.other().plane.inFlight("v1", 0);
    assertThat(since(before)).isEqualTo(PLAINEST + 2);
  }

  @Test
  void aCanaryStepCostsTwoAndOneForEachRouter() throws Exception {
    long before = tree.transaction();
    fixture.start(
        AT_ONCE.withCanary(List.of(new CanaryStep(10, Optional.of(Duration.ofMillis(50))))));
    assertThat(since(before)).isEqualTo(PLAINEST + 2 + ROUTERS);
  }

  @Test
  void keepingTheOldSetCostsOne() throws Exception {
    long before = tree.transaction();
    fixture.start(AT_ONCE.withKeepPrevious(Duration.ofMillis(50)));
    assertThat(since(before)).isEqualTo(PLAINEST + 1);
  }
}
