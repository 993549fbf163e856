package io.bellhop.config.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.InstanceSource.CuratorDiscovery;
import io.bellhop.model.InstanceSource.FinagleServerset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstancesTest {
  private static final String REGISTERED = "{'source':'registered'}";
  private static final String DISCOVERY = "{'source':'curator','path':'/services/shop'}";
  private static final InstanceSource SERVICES = new CuratorDiscovery("/services/shop");
  private static final String INSTANCE = "{'address':'10.0.0.7','port':8081}";

  private final AssemblerFixture nodes = new AssemblerFixture();

  @BeforeEach
  void apps() {
    nodes.spec("shop", "{'hosts':['shop.example.com']}");
    nodes.spec("blog", "{'hosts':['blog.example.com']}");
  }

  @Test
  void registeredInstancesComeAndGo() {
    nodes.deployment("shop", "v1", REGISTERED);
    nodes.instances("shop", "v1", "1", "2");
    assertThat(nodes.addresses("shop", "v1")).containsExactly("10.0.0.1:80", "10.0.0.2:80");

    nodes.instances("shop", "v1", "2");
    assertThat(nodes.addresses("shop", "v1")).containsExactly("10.0.0.2:80");
  }

  @Test
  void anInstanceThatIsNotValidIsRefusedAloneAndItsLastGoodValueStays() {
    nodes.deployment("shop", "v1", REGISTERED);
    nodes.instances("shop", "v1", "1", "2");
    nodes.app("shop").offerInstance(new DeploymentName("v1"), "2", nodes.content("{}"));
    nodes.settle("shop");

    assertThat(nodes.addresses("shop", "v1")).containsExactly("10.0.0.1:80", "10.0.0.2:80");
    assertThat(nodes.rejected()).containsExactly("/bellhop/apps/shop/deployments/v1/instances/2");
  }

  @Test
  void aRegistrationThatVanishesInTroubleIsHeldUntilTheGraceIsOver() {
    nodes.deployment("shop", "v1", REGISTERED);
    nodes.instances("shop", "v1", "1", "2");
    nodes.assembler.startHolding();
    nodes.instances("shop", "v1", "2");
    assertThat(nodes.addresses("shop", "v1")).containsExactly("10.0.0.1:80", "10.0.0.2:80");

    nodes.assembler.endHolding();
    assertThat(nodes.addresses("shop", "v1")).containsExactly("10.0.0.2:80");
  }

  @Test
  void anAppRemovedWhileItsInstancesAreHeldStaysRemoved() {
    nodes.deployment("shop", "v1", REGISTERED);
    nodes.instances("shop", "v1", "1");
    nodes.assembler.startHolding();
    nodes.instances("shop", "v1");
    nodes.assembler.remove(new AppName("shop"));
    nodes.assembler.endHolding();

    assertThat(nodes.table.app(new AppName("shop"))).isEmpty();
    assertThat(nodes.told).endsWith("removed shop");
  }

  @Test
  void aRegistrationThatComesBackIsHeldNoLonger() {
    nodes.deployment("shop", "v1", REGISTERED);
    nodes.instances("shop", "v1", "1");
    nodes.assembler.startHolding();
    nodes.instances("shop", "v1");
    nodes.instances("shop", "v1", "1");
    nodes.assembler.endHolding();

    assertThat(nodes.addresses("shop", "v1")).containsExactly("10.0.0.1:80");
  }

  @Test
  void anInstanceThatRegistersUnderAnotherNameIsNotThereTwice() {
    nodes.deployment("shop", "v1", DISCOVERY);
    nodes.source(SERVICES, List.of("a"), INSTANCE);
    nodes.assembler.startHolding();
    nodes.source(SERVICES, List.of("b"), INSTANCE);

    assertThat(nodes.addresses("shop", "v1")).containsExactly("10.0.0.7:8081");
  }

  @Test
  void anInstanceThatWasDrainingIsNotHeld() {
    nodes.deployment("shop", "v1", REGISTERED);
    DeploymentName v1 = new DeploymentName("v1");
    nodes.app("shop").instancesListed(v1, List.of("1"));
    nodes.app("shop").offerInstance(v1, "1", nodes.content("{'state':'draining','address':'a:1'}"));
    nodes.settle("shop");
    nodes.assembler.startHolding();
    nodes.instances("shop", "v1");

    assertThat(nodes.addresses("shop", "v1")).isEmpty();
  }

  @Test
  void oneSourceOfSeveralDeploymentsIsWatchedOnceAndAsLongAsItIsUsed() {
    nodes.deployment("shop", "v1", DISCOVERY);
    nodes.deployment("blog", "v1", DISCOVERY);
    nodes.source(SERVICES, List.of("a"), INSTANCE);
    assertThat(nodes.watched).hasSize(1);
    assertThat(nodes.addresses("shop", "v1")).containsExactly("10.0.0.7:8081");
    assertThat(nodes.addresses("blog", "v1")).containsExactly("10.0.0.7:8081");

    nodes.deployment("shop", "v1", AssemblerFixture.STATIC);
    assertThat(nodes.watched).hasSize(1);
    nodes.deployment("blog", "v1", AssemblerFixture.STATIC);
    assertThat(nodes.watched).isEmpty();
  }

  @Test
  void whatWasKnownStaysUntilANewSourceIsRead() {
    nodes.deployment("shop", "v1", AssemblerFixture.STATIC);
    nodes.deployment("shop", "v1", DISCOVERY);
    assertThat(nodes.addresses("shop", "v1")).containsExactly("10.0.0.1:3000");

    nodes.source(SERVICES, List.of(), INSTANCE);
    assertThat(nodes.addresses("shop", "v1")).isEmpty();
  }

  @Test
  void onlyMembersOfAServersetAreInstances() {
    InstanceSource serverset = new FinagleServerset("/sets/shop");

    assertThat(TableAssembler.isInstance(serverset, "member_0000000001")).isTrue();
    assertThat(TableAssembler.isInstance(serverset, "nonmember")).isFalse();
    assertThat(TableAssembler.isInstance(SERVICES, "a1b2")).isTrue();
  }
}
