package io.bellhop.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.AppStore;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import io.bellhop.model.StoreException.Reason;
import io.bellhop.model.TableStatus.Origin;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  private static final AppName SHOP = new AppName("shop");
  private static final DeploymentName V1 = new DeploymentName("v1");
  private static final DeploymentName V2 = new DeploymentName("v2");

  private final RecordingListener listener = new RecordingListener();
  private TestingServer server;
  private ConfigSync sync;
  private AppStore store;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    server = new TestingServer();
    sync =
        ConfigSync.start(
            ZooKeeperSettings.DEFAULT.withConnect(server.getConnectString()), directory, listener);
    store = sync.store();
    await().until(() -> sync.table().status().origin() == Origin.ZOOKEEPER);
  }

  @AfterEach
  void stop() throws Exception {
    sync.close();
    server.close();
  }

  @Test
  void whatIsWrittenIsInTheTableWhenTheCallReturns() throws Exception {
    store.createApp(spec("shop", "shop.example.com"));
    store.putDeployment(SHOP, fixed(V1, "10.0.0.1:3000"));
    Traffic written = store.switchTraffic(SHOP, Map.of(V1, 100), OptionalLong.empty());

    assertThat(sync.table().app(SHOP))
        .hasValueSatisfying(
            app -> {
              assertThat(app.traffic()).isEqualTo(written);
              assertThat(Fixtures.addresses(app, "v1")).containsExactly("10.0.0.1:3000");
            });
    assertThat(listener.app("shop")).isEqualTo(sync.table().app(SHOP));
  }

  @RepeatedTest(20)
  void theFirstAppEverIsInTheTableThoughItsParentsComeToBeWithIt() throws Exception {
    store.createApp(spec("shop", "shop.example.com"));

    assertThat(sync.table().app(SHOP)).isPresent();
  }

  @Test
  void aSwitchKeepsTheWeightsBeforeIt() throws Exception {
    appWithTwoDeployments();
    store.switchTraffic(SHOP, Map.of(V1, 100), OptionalLong.empty());
    Traffic second = store.switchTraffic(SHOP, Map.of(V2, 100), OptionalLong.of(1));

    assertThat(second.epoch()).isEqualTo(2);
    assertThat(second.previous()).isEqualTo(Map.of(V1, 100));
  }

  @Test
  void aPauseKeepsTheWeightsAndMovesTheEpoch() throws Exception {
    appWithTwoDeployments();
    store.switchTraffic(SHOP, Map.of(V1, 100), OptionalLong.empty());

    Traffic paused = store.changeMode(SHOP, TrafficMode.PAUSED);

    assertThat(paused).isEqualTo(Traffic.of(2, TrafficMode.PAUSED, Map.of(V1, 100), Map.of()));
    assertThat(sync.table().app(SHOP).orElseThrow().traffic()).isEqualTo(paused);
  }

  @Test
  void aSwitchFromAnEpochThatIsPastIsRefused() throws Exception {
    appWithTwoDeployments();
    store.switchTraffic(SHOP, Map.of(V1, 100), OptionalLong.empty());

    refused(
        Reason.CONFLICT,
        () -> store.switchTraffic(SHOP, Map.of(V2, 100), OptionalLong.of(0)),
        "app 'shop' is at epoch 1, not 0");
  }

  @Test
  void aSwitchToADeploymentThatIsNotThereIsRefused() throws Exception {
    store.createApp(spec("shop", "shop.example.com"));

    refused(
        Reason.NOT_FOUND,
        () -> store.switchTraffic(SHOP, Map.of(V1, 100), OptionalLong.empty()),
        "app 'shop' has no deployment 'v1'");
  }

  @Test
  void aSwitchToNothingIsRefused() throws Exception {
    appWithTwoDeployments();

    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> store.switchTraffic(SHOP, Map.of(V1, 0), OptionalLong.empty()))
        .withMessageContaining("leave app 'shop' without traffic");
  }

  @Test
  void aDeploymentThatTakesTrafficIsNotRemoved() throws Exception {
    appWithTwoDeployments();
    store.switchTraffic(SHOP, Map.of(V1, 100), OptionalLong.empty());

    refused(
        Reason.CONFLICT,
        () -> store.removeDeployment(SHOP, V1),
        "deployment 'v1' of app 'shop' takes traffic with weight 100");
    store.removeDeployment(SHOP, V2);
    assertThat(sync.table().app(SHOP).orElseThrow().deployments()).containsOnlyKeys(V1);
  }

  @Test
  void anAppIsCreatedOnce() throws Exception {
    store.createApp(spec("shop", "shop.example.com"));

    refused(
        Reason.EXISTS,
        () -> store.createApp(spec("shop", "other.example.com")),
        "app 'shop' exists already");
  }

  @Test
  void aRouteOfAnotherAppIsRefused() throws Exception {
    store.createApp(spec("shop", "shop.example.com"));
    store.createApp(spec("blog", "blog.example.com"));

    refused(
        Reason.CONFLICT,
        () -> store.createApp(spec("copycat", "shop.example.com")),
        "app 'copycat' cannot have shop.example.com: app 'shop' has it");
    refused(
        Reason.CONFLICT,
        () -> store.updateApp(spec("blog", "shop.example.com")),
        "app 'blog' cannot have shop.example.com: app 'shop' has it");
  }

  @Test
  void whatDoesNotExistIsNotChanged() {
    refused(Reason.NOT_FOUND, () -> store.updateApp(spec("shop", "a.b")), "app 'shop' does not");
    refused(Reason.NOT_FOUND, () -> store.removeApp(SHOP), "app 'shop' does not exist");
    refused(
        Reason.NOT_FOUND, () -> store.putDeployment(SHOP, fixed(V1, "a:1")), "app 'shop' does not");
    refused(
        Reason.NOT_FOUND, () -> store.removeDeployment(SHOP, V1), "app 'shop' has no deployment");
  }

  @Test
  void aRemovedAppGoesWithItsDeploymentsAndFreesItsRoutes() throws Exception {
    appWithTwoDeployments();
    store.switchTraffic(SHOP, Map.of(V1, 100), OptionalLong.empty());
    store.removeApp(SHOP);

    assertThat(sync.table().apps()).isEmpty();
    assertThat(listener.calls()).endsWith("removed shop");
    store.createApp(spec("next", "shop.example.com"));
    assertThat(listener.app("next")).isPresent();
  }

  @Test
  void whoSaysNothingOfInstancesKeepsTheirNumber() throws Exception {
    store.createApp(spec("shop", "shop.example.com"));
    InstanceSource agents = new InstanceSource.Registered();
    store.putDeployment(SHOP, new DeploymentSpec(V1, agents, OptionalInt.of(3)));
    try (Tree tree = new Tree(server.getConnectString())) {
      String node = "/bellhop/apps/shop/deployments/v1";
      store.putDeployment(SHOP, new DeploymentSpec(V1, agents));
      assertThat(tree.read(node)).contains("\"instances\":3");
      store.putDeployment(SHOP, new DeploymentSpec(V1, agents, OptionalInt.of(1)));
      assertThat(tree.read(node)).contains("\"instances\":1");
      store.putDeployment(SHOP, fixed(V1, "10.0.0.1:3000"));
      assertThat(tree.read(node)).doesNotContain("instances");
    }
  }

  @Test
  void withoutZooKeeperAChangeFailsInTimeAndNamesTheEnsemble(@TempDir Path directory)
      throws Exception {
    ZooKeeperSettings impatient = Fixtures.settings(server);
    server.stop();
    try (ConfigSync other = ConfigSync.start(impatient, directory, listener)) {
      refused(
          Reason.UNAVAILABLE,
          () -> other.store().removeApp(SHOP),
          "ZooKeeper at " + server.getConnectString() + " did not answer");
    }
  }

  private void appWithTwoDeployments() throws StoreException {
    store.createApp(spec("shop", "shop.example.com"));
    store.putDeployment(SHOP, fixed(V1, "10.0.0.1:3000"));
    store.putDeployment(SHOP, fixed(V2, "10.0.0.2:3000"));
  }

  private static AppSpec spec(String name, String host) {
    return AppSpec.of(new AppName(name), new HostPattern(host));
  }

  private static DeploymentSpec fixed(DeploymentName name, String address) {
    return new DeploymentSpec(
        name, new InstanceSource.StaticAddresses(List.of(BackendAddress.parse(address))));
  }

  private interface Change {
    void make() throws StoreException;
  }

  private static void refused(Reason reason, Change change, String message) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(change::make)
        .withMessageContaining(message)
        .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }
}
