package io.bellhop.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.model.App;
import io.bellhop.model.RejectedNode;
import io.bellhop.model.RouterId;
import io.bellhop.model.RouterInfo;
import io.bellhop.model.TableStatus;
import io.bellhop.model.TableStatus.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
  private static final String SHOP = "/bellhop/apps/shop";

  private final RecordingListener listener = new RecordingListener();
  private TestingServer server;
  private Tree tree;
  private CompletableFuture<ConfigSync> started = new CompletableFuture<>();
  @TempDir Path directory;

  @BeforeEach
  void start() throws Exception {
    server = new TestingServer();
    tree = new Tree(server.getConnectString());
  }

  @AfterEach
  void stop() throws Exception {
    if (started.isDone()) {
      started.join().close();
    }
    tree.close();
    server.close();
  }

  private ConfigSync sync() {
    if (!started.isDone()) {
      ConfigSync sync =
          ConfigSync.start(SyncSettings.of(Fixtures.settings(server), directory), listener);
      started.complete(sync);
      await().until(() -> sync.table().status().origin() == Origin.ZOOKEEPER);
    }
    return started.join();
  }

  private List<String> addresses(String app) {
    return listener.app(app).map(known -> Fixtures.addresses(known, "v1")).orElse(List.of());
  }

  private List<String> rejected() {
    return sync().table().rejectedNodes().stream().map(RejectedNode::path).toList();
  }

  @Test
  void whatStandsThereAtTheStartIsToldOf() throws Exception {
    tree.app("shop", "shop.example.com", "10.0.0.1:80");
    tree.app("blog", "blog.example.com", "10.0.0.2:80");

    TableStatus status = sync().table().status();

    assertThat(listener.calls()).containsExactlyInAnyOrder("changed shop", "changed blog");
    assertThat(status.apps()).isEqualTo(2);
    assertThat(status.connected()).isTrue();
    assertThat(status.epoch()).isPositive();
    assertThat(status.asOf()).isPresent();
    assertThat(status.detail()).isEqualTo("in step with ZooKeeper at " + server.getConnectString());
  }

  @Test
  void everyChangeOfANodeIsToldOf() throws Exception {
    assertThat(sync().table().apps()).isEmpty();
    tree.app("shop", "shop.example.com", "10.0.0.1:80");
    await().untilAsserted(() -> assertThat(addresses("shop")).containsExactly("10.0.0.1:80"));

    tree.put(SHOP + "/deployments/v1", "{'source':'static','addresses':['10.0.0.2:80']}");
    await().untilAsserted(() -> assertThat(addresses("shop")).containsExactly("10.0.0.2:80"));

    tree.put(SHOP + "/traffic", "{'epoch':2,'mode':'paused','weights':{'v1':100}}");
    await().until(() -> epoch("shop") == 2);

    tree.delete(SHOP);
    await().until(() -> listener.app("shop").isEmpty());
    assertThat(sync().table().apps()).isEmpty();
    assertThat(listener.threads()).isEqualTo(1);
  }

  private long epoch(String app) {
    return listener.app(app).map(App::traffic).map(traffic -> traffic.epoch()).orElse(-1L);
  }

  @Test
  void instancesThatRegisterThemselvesComeAndGo() throws Exception {
    tree.put(SHOP + "/deployments/v1", "{'source':'registered'}");
    tree.put(SHOP, "{'hosts':['shop.example.com']}");
    assertThat(sync().table().apps()).hasSize(1);

    tree.putEphemeral(SHOP + "/deployments/v1/instances/0", "{'address':'10.0.0.1:80'}");
    tree.putEphemeral(SHOP + "/deployments/v1/instances/1", "{'address':'10.0.0.2:80'}");
    await()
        .untilAsserted(
            () -> assertThat(addresses("shop")).containsExactly("10.0.0.1:80", "10.0.0.2:80"));

    tree.put(SHOP + "/deployments/v1/instances/1", "{'address':'10.0.0.3:80'}");
    await()
        .untilAsserted(
            () -> assertThat(addresses("shop")).containsExactly("10.0.0.1:80", "10.0.0.3:80"));

    tree.put(SHOP + "/deployments/v1/instances/0", "{'state':'draining','address':'10.0.0.1:80'}");
    tree.delete(SHOP + "/deployments/v1/instances/0");
    await().untilAsserted(() -> assertThat(addresses("shop")).containsExactly("10.0.0.3:80"));
  }

  @Test
  void curatorServiceDiscoveryIsFollowed() throws Exception {
    tree.put(SHOP + "/deployments/v1", "{'source':'curator','path':'/services/shop'}");
    tree.put(SHOP, "{'hosts':['shop.example.com']}");
    tree.putEphemeral(
        "/services/shop/a1",
        "{'name':'shop','id':'a1','address':'10.0.0.7','port':8081,'payload':{'@class':'x.Y'}}");
    assertThat(sync().table().apps()).hasSize(1);
    assertThat(addresses("shop")).containsExactly("10.0.0.7:8081");

    tree.putEphemeral("/services/shop/a2", "{'id':'a2','address':'10.0.0.8','port':8081}");
    tree.putEphemeral("/services/shop/bad", "{'id':'bad'}");
    await()
        .untilAsserted(
            () -> assertThat(addresses("shop")).containsExactly("10.0.0.7:8081", "10.0.0.8:8081"));
    await().until(() -> rejected().contains("/services/shop/bad"));
    tree.delete("/services/shop/bad");
    await().until(() -> rejected().isEmpty());
  }

  @Test
  void aFinagleServersetIsFollowedEvenWhereItAppearsLater() throws Exception {
    tree.put(SHOP + "/deployments/v1", "{'source':'serverset','path':'/aurora/shop'}");
    tree.put(SHOP, "{'hosts':['shop.example.com']}");
    assertThat(sync().table().apps()).hasSize(1);

    tree.putEphemeral(
        "/aurora/shop/member_0000000001",
        "{'serviceEndpoint':{'host':'10.0.0.9','port':31000},'status':'ALIVE','shard':0}");
    await().untilAsserted(() -> assertThat(addresses("shop")).containsExactly("10.0.0.9:31000"));
  }

  @Test
  void nodesAreRefusedOneByOneAndTheRestGoesOn() throws Exception {
    tree.app("shop", "shop.example.com", "10.0.0.1:80");
    tree.put("/bellhop/apps/No_Name", "{'hosts':['a.b']}");
    tree.put("/bellhop/apps/broken", "{'hosts':");
    assertThat(rejected()).containsExactly("/bellhop/apps/No_Name", "/bellhop/apps/broken");

    tree.put(SHOP + "/traffic", "{'weights':{'v9':100}}");
    tree.put("/bellhop/apps/broken", "{'hosts':['mended.example.com']}");
    tree.delete("/bellhop/apps/No_Name");
    await().untilAsserted(() -> assertThat(rejected()).containsExactly(SHOP + "/traffic"));
    assertThat(epoch("shop")).isEqualTo(1);
    assertThat(listener.app("broken")).isPresent();
  }

  @Test
  void ofTwoAppsThatClaimOneHostTheOneMadeFirstHasIt() throws Exception {
    tree.app("zebra", "shop.example.com", "10.0.0.1:80");
    tree.app("ant", "shop.example.com", "10.0.0.2:80");

    assertThat(sync().table().apps()).extracting(App::name).hasToString("[zebra]");
    assertThat(rejected()).containsExactly("/bellhop/apps/ant");

    tree.delete("/bellhop/apps/zebra");
    await().until(() -> listener.app("ant").isPresent());
    assertThat(listener.calls()).endsWith("removed zebra", "changed ant");
  }

  @Test
  void anAppMadeAnewInheritsNothing() throws Exception {
    tree.app("shop", "shop.example.com", "10.0.0.1:80");
    assertThat(sync().table().apps()).hasSize(1);

    tree.delete(SHOP);
    tree.put(SHOP, "{'hosts':['shop.example.com']}");
    await().until(() -> epoch("shop") == 0);
    assertThat(addresses("shop")).isEmpty();
  }

  @Test
  void routersKnowEachOther() {
    RouterInfo self =
        new RouterInfo(new RouterId("r1"), List.of("10.0.0.2:8080"), "", "1", List.of());
    sync().announce(self);

    await().untilAsserted(() -> assertThat(sync().routers()).containsExactly(self));
  }
}
