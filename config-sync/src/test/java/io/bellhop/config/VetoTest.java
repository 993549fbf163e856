package io.bellhop.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.config.json.AppJson;
import io.bellhop.config.json.SleepNodesJson;
import io.bellhop.model.AppName;
import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.sleep.Keeper;
import io.bellhop.model.sleep.SleepAttempt;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents wake apps that they cannot stop, over a real ZooKeeper. */
class VetoTest {
  private static final AppName SHOP = new AppName("shop");
  private static final String TRAFFIC = "/bellhop/apps/shop/traffic";
  private static final String SLEEP = "/bellhop/apps/shop/sleep";

  private TestingServer server;
  private Tree tree;
  private AgentSync agent;

  @BeforeEach
  void start() throws Exception {
    server = new TestingServer();
    tree = new Tree(server.getConnectString());
    tree.put("/bellhop/apps/shop", "{'hosts':['shop.example.com']}");
    agent = AgentSync.start(Fixtures.settings(server));
  }

  @AfterEach
  void stop() throws Exception {
    agent.close();
    tree.close();
    server.close();
  }

  private void traffic(TrafficMode mode) throws Exception {
    tree.put(TRAFFIC, "{'epoch':3,'mode':'%s','weights':{'v1':100}}".formatted(mode.wireName()));
  }

  private void attempt(boolean byHand) throws Exception {
    SleepAttempt attempt =
        SleepAttempt.begin(3, 1, byHand, new TreeMap<>(Map.of(new RouterId("a"), 0L))).asleep();
    tree.put(SLEEP, new String(SleepNodesJson.write(attempt), StandardCharsets.UTF_8));
  }

  private byte[] read(String path) throws Exception {
    return tree.read(path).getBytes(StandardCharsets.UTF_8);
  }

  private Traffic traffic() throws Exception {
    return AppJson.lenient().readTraffic(read(TRAFFIC));
  }

  @Test
  void anAppThatSleepsIsWokenWithTheReason() throws Exception {
    traffic(TrafficMode.ASLEEP);
    attempt(false);
    assertThat(agent.slots().keepAwake(SHOP, "somebody is connected")).isTrue();
    assertThat(traffic().mode()).isEqualTo(TrafficMode.SERVING);
    assertThat(traffic().epoch()).isEqualTo(4);
    SleepAttempt attempt = SleepNodesJson.readAttempt(read(SLEEP));
    assertThat(attempt.state()).isEqualTo(SleepAttempt.State.CALLED_OFF);
    assertThat(attempt.calledOffBy())
        .contains(Keeper.of(Keeper.Kind.CONNECTED, "somebody is connected"));
    assertThat(agent.slots().keepAwake(SHOP, "again")).isFalse();
  }

  @Test
  void whoSentItToSleepByHandMeantIt() throws Exception {
    traffic(TrafficMode.ASLEEP);
    attempt(true);
    assertThat(agent.slots().keepAwake(SHOP, "somebody is connected")).isFalse();
    assertThat(traffic().mode()).isEqualTo(TrafficMode.ASLEEP);
  }

  @Test
  void whatIsAwakeOrGoneIsLeftAlone() throws Exception {
    assertThat(agent.slots().keepAwake(SHOP, "somebody is connected")).isFalse();
    traffic(TrafficMode.STOPPED);
    attempt(false);
    assertThat(agent.slots().keepAwake(SHOP, "somebody is connected")).isFalse();
    assertThat(traffic().mode()).isEqualTo(TrafficMode.STOPPED);
  }
}
