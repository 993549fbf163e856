package io.bellhop.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.AppName;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.wake.WakeAnswer;
import io.bellhop.model.wake.WakeTrouble;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sleep as the API shows and steers it. */
class SleepApiTest {
  private static final String SHOP = "/api/v1/apps/shop";
  private final AdminFixture admin =
      AdminFixture.with(new ChangePolicy.ByToken(AdminFixture.TOKEN));

  @BeforeEach
  void createShop() {
    admin.send("POST", "/api/v1/apps", "{\"name\":\"shop\",\"hosts\":[\"shop.localhost\"]}");
  }

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void itTellsWhyAnAppIsAwakeAndHowItsWakesWent() {
    JsonNode body = AdminFixture.json(admin.get(SHOP + "/wakes"));

    assertThat(body.path("mode").asText()).isEqualTo("serving");
    assertThat(body.path("restsWith").asInt()).isEqualTo(1);
    assertThat(body.at("/keepers/0/kind").asText()).isEqualTo("busy");
    assertThat(body.at("/attempt/state").asText()).isEqualTo("called_off");
    assertThat(body.at("/ledger/wakes/0/healthyMillis").asInt()).isEqualTo(900);
    assertThat(body.at("/ledger/wakes/0/startedMillis").asInt()).isEqualTo(30);
    assertThat(body.at("/ledger/wakes/0/instanceSeconds").asInt()).isEqualTo(177);
    assertThat(body.at("/ledger/wakes/0/cause/agent").asText()).isEqualTo("browser");
  }

  @Test
  void aPinAlsoWakes() {
    assertThat(admin.send("POST", SHOP + "/pin", "").statusCode()).isEqualTo(200);

    assertThat(admin.sleeps.calls).contains("pin");
    assertThat(admin.demand.woken).hasSize(1);
  }

  @Test
  void resumingAnAppThatSleepsWakesIt() throws Exception {
    assertThat(admin.send("POST", SHOP + "/resume", "").statusCode()).isEqualTo(200);
    assertThat(admin.demand.woken).isEmpty();
    Traffic unused = admin.store.changeMode(new AppName("shop"), TrafficMode.ASLEEP);

    assertThat(admin.send("POST", SHOP + "/resume", "").statusCode()).isEqualTo(200);

    assertThat(admin.demand.woken).containsExactly(new AppName("shop"));
  }

  @Test
  void aLeaseIsAsLongAsAsked() {
    assertThat(admin.send("PUT", SHOP + "/busy?for=10m", "").statusCode()).isEqualTo(200);

    assertThat(admin.sleeps.calls).contains("busy PT10M");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/busy", "/busy?for=soon", "/busy?for=0s", "/busy?for=8d"})
  void aLeaseWithoutASensibleTimeIsRefused(String path) {
    HttpResponse<String> response = admin.send("PUT", SHOP + path, "");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("invalid_value");
  }

  @Test
  void aWakeThatIsRefusedSaysWhy() {
    admin.demand.answer =
        new WakeAnswer.Refused(WakeTrouble.of(WakeTrouble.Kind.STORE_AWAY, "ZooKeeper is away"));

    HttpResponse<String> response = admin.send("POST", SHOP + "/wake", "");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("ZooKeeper is away");
  }

  @Test
  void anExplanationHasASectionOnSleep() {
    JsonNode sections = AdminFixture.json(admin.get(SHOP + "/explain")).path("sections");

    assertThat(sections.findValuesAsText("about")).contains("sleep");
    assertThat(sections.toString())
        .contains("It does not sleep: it is busy.")
        .contains("was called off: it is busy")
        .contains(
            "by a browser for shop.localhost/cart through router edge-1, 7 held: answered; called"
                + " after 5 ms, claimed 12, started 30, listened 880, healthy 900, first byte 950;")
        .contains("; about 177 s of instance time.");
  }
}
