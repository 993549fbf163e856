package io.bellhop.config.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.App;
import io.bellhop.model.AppListener;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.HostPattern;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableAssemblerTest {
  private static final String SHOP = "{'hosts':['shop.example.com']}";
  private static final DeploymentName V1 = new DeploymentName("v1");

  private final AssemblerFixture nodes = new AssemblerFixture();

  @Test
  void anAppIsToldOfOnceAndAgainOnlyWhenItChanged() {
    nodes.spec("shop", SHOP);
    nodes.spec("shop", SHOP);
    nodes.settle("shop");

    assertThat(nodes.told).containsExactly("changed shop");
  }

  @Test
  void aSpecThatIsNotValidLeavesTheLastGoodOne() {
    nodes.spec("shop", SHOP);
    App before = nodes.known("shop");
    nodes.spec("shop", "{'hosts':");

    assertThat(nodes.known("shop")).isEqualTo(before);
    assertThat(nodes.rejected()).containsExactly("/bellhop/apps/shop");
    assertThat(nodes.table.status().rejectedNodes()).isEqualTo(1);
  }

  @Test
  void aSpecThatIsValidAgainIsNoLongerRefused() {
    nodes.spec("shop", SHOP);
    nodes.spec("shop", "{");
    nodes.spec("shop", SHOP);

    assertThat(nodes.rejected()).isEmpty();
  }

  @Test
  void anAppThatWasNeverValidIsNotInTheTable() {
    nodes.spec("shop", "{}");

    assertThat(nodes.told).isEmpty();
    assertThat(nodes.reason("/bellhop/apps/shop")).contains("'hosts' is missing");
  }

  @Test
  void aRouteStaysWithTheAppThatHasIt() {
    nodes.spec("shop", SHOP);
    nodes.spec("copycat", "{'hosts':['copycat.example.com','shop.example.com']}");

    assertThat(nodes.told).containsExactly("changed shop");
    assertThat(nodes.reason("/bellhop/apps/copycat"))
        .isEqualTo(
            "app 'copycat' claims shop.example.com, which app 'shop' has: take it from one of"
                + " them");
  }

  @Test
  void oneHostIsSharedByPath() {
    nodes.spec("shop", SHOP);
    nodes.spec("api", "{'hosts':['shop.example.com'],'paths':['/api']}");

    assertThat(nodes.told).containsExactly("changed shop", "changed api");
  }

  @Test
  void aRefusedClaimLeavesTheLastGoodSpec() {
    nodes.spec("shop", SHOP);
    nodes.spec("blog", "{'hosts':['blog.example.com']}");
    nodes.spec("blog", "{'hosts':['blog.example.com','shop.example.com']}");

    assertThat(nodes.known("blog").spec().hosts())
        .containsExactly(new HostPattern("blog.example.com"));
  }

  @Test
  void aRouteGivenUpGoesToTheAppThatWaitsForIt() {
    nodes.spec("shop", SHOP);
    nodes.spec("next", SHOP);
    nodes.spec("shop", "{'hosts':['old.example.com']}");

    assertThat(nodes.told).containsExactly("changed shop", "changed shop", "changed next");
    assertThat(nodes.rejected()).isEmpty();
  }

  @Test
  void aRouteOfARemovedAppGoesToTheOldestOfThoseThatWait() {
    nodes.spec("shop", SHOP);
    nodes.app("younger").offerSpec(nodes.content(SHOP, 30));
    nodes.settle("younger");
    nodes.app("older").offerSpec(nodes.content(SHOP, 20));
    nodes.settle("older");
    nodes.assembler.remove(new AppName("shop"));

    assertThat(nodes.told).containsExactly("changed shop", "removed shop", "changed older");
    assertThat(nodes.reason("/bellhop/apps/younger")).contains("which app 'older' has");
  }

  @Test
  void twoAppsSwapAHostWithoutEverSharingIt() {
    nodes.spec("a", "{'hosts':['a.example.com']}");
    nodes.spec("b", "{'hosts':['b.example.com']}");
    nodes.spec("a", "{'hosts':['b.example.com']}");
    nodes.spec("b", "{'hosts':['a.example.com']}");

    // Each waits for the other: neither may move before the other let go.
    assertThat(nodes.rejected()).containsExactly("/bellhop/apps/a", "/bellhop/apps/b");
    nodes.spec("b", "{'hosts':['c.example.com']}");
    assertThat(nodes.known("a").spec().hosts()).containsExactly(new HostPattern("b.example.com"));
    assertThat(nodes.rejected()).isEmpty();
  }

  @Test
  void trafficToADeploymentThatIsNotThereWaitsForIt() {
    nodes.spec("shop", SHOP);
    nodes.deployment("shop", "v1", AssemblerFixture.STATIC);
    nodes.traffic("shop", "{'epoch':1,'weights':{'v1':100}}");
    nodes.traffic("shop", "{'epoch':2,'weights':{'v2':100}}");

    assertThat(nodes.known("shop").traffic().epoch()).isEqualTo(1);
    assertThat(nodes.reason("/bellhop/apps/shop/traffic")).contains("deployment 'v2'");

    nodes.deployment("shop", "v2", AssemblerFixture.STATIC);
    assertThat(nodes.known("shop").traffic().epoch()).isEqualTo(2);
    assertThat(nodes.rejected()).isEmpty();
  }

  @Test
  void aDeploymentRemovedWhileItTakesTrafficIsKeptUntilTrafficLeavesIt() {
    nodes.spec("shop", SHOP);
    nodes.deployment("shop", "v1", AssemblerFixture.STATIC);
    nodes.deployment("shop", "v2", AssemblerFixture.STATIC);
    nodes.traffic("shop", "{'epoch':1,'weights':{'v1':100}}");
    nodes.app("shop").deploymentsListed(List.of("v2"));
    nodes.settle("shop");

    assertThat(nodes.addresses("shop", "v1")).containsExactly("10.0.0.1:3000");
    assertThat(nodes.rejected()).containsExactly("/bellhop/apps/shop/deployments/v1");

    nodes.traffic("shop", "{'epoch':2,'weights':{'v2':100}}");
    assertThat(nodes.known("shop").deployments()).doesNotContainKey(V1);
    assertThat(nodes.rejected()).isEmpty();
  }

  @Test
  void aSwitchAndItsDeploymentsAreOneChange() {
    nodes.spec("shop", SHOP);
    nodes.told.clear();
    nodes.app("shop").offerTraffic(nodes.content("{'epoch':1,'weights':{'v1':100}}"));
    nodes.app("shop").offerDeployment(V1, nodes.content(AssemblerFixture.STATIC));
    nodes.settle("shop");

    assertThat(nodes.told).containsExactly("changed shop");
    assertThat(nodes.known("shop").traffic().weights()).isEqualTo(Map.of(V1, 100));
  }

  @Test
  void aSwitchThatVanishedLeavesTheLastGoodOne() {
    nodes.spec("shop", SHOP);
    nodes.deployment("shop", "v1", AssemblerFixture.STATIC);
    nodes.traffic("shop", "{'epoch':1,'weights':{'v1':100}}");
    nodes.app("shop").offerTraffic(new NodeContent.Missing());
    nodes.settle("shop");

    assertThat(nodes.known("shop").traffic().epoch()).isEqualTo(1);
    assertThat(nodes.reason("/bellhop/apps/shop/traffic")).contains("the node is missing");
  }

  @Test
  void aNodeThatMayNotBeReadLeavesTheLastGoodValue() {
    nodes.spec("shop", SHOP);
    nodes.app("shop").offerSpec(new NodeContent.Unreadable("no permission"));
    nodes.settle("shop");

    assertThat(nodes.table.apps()).hasSize(1);
    assertThat(nodes.reason("/bellhop/apps/shop")).isEqualTo("no permission");
  }

  @Test
  void anAppThatIsGoneTakesItsRefusalsWithIt() {
    nodes.spec("shop", SHOP);
    nodes.traffic("shop", "{'mode':'open'}");
    nodes.deployment("shop", "v1", "{}");
    assertThat(nodes.rejected()).hasSize(2);
    nodes.assembler.remove(new AppName("shop"));

    assertThat(nodes.rejected()).isEmpty();
    assertThat(nodes.told).endsWith("removed shop");
  }

  @Test
  void aListenerThatFailsOnOneAppIsToldOfTheNext() {
    LiveTable failing =
        new LiveTable(
            new AppListener() {
              @Override
              public void appChanged(App app) {
                throw new IllegalStateException("cannot take " + app.name());
              }

              @Override
              public void appRemoved(AppName name) {}
            },
            Clock.systemUTC(),
            TableState.start("zk:2181"));
    TableAssembler assembler = new TableAssembler(new TreePaths("/bellhop"), failing, nodes);
    for (String name : List.of("shop", "blog")) {
      AppNodes app = assembler.app(new AppName(name));
      app.offerSpec(nodes.content("{'hosts':['%s.example.com']}".formatted(name)));
      assembler.settle(app);
    }

    assertThat(failing.apps()).hasSize(2);
  }
}
