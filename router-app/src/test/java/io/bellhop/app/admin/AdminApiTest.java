package io.bellhop.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.AppSpec;
import io.bellhop.model.HostPattern;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminApiTest {
  private static final String SHOP = "/api/v1/apps/shop";
  private final AdminFixture admin =
      AdminFixture.with(new ChangePolicy.ByToken(AdminFixture.TOKEN));

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void anAppIsCreatedShownAndRemoved() {
    HttpResponse<String> created = createShop();
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.headers().firstValue("Location")).hasValue(SHOP);
    assertThat(AdminFixture.json(admin.get(SHOP)).at("/spec/hosts/0").asText())
        .isEqualTo("shop.localhost");
    assertThat(admin.send("DELETE", SHOP, "").statusCode()).isEqualTo(204);
    assertThat(admin.get(SHOP).statusCode()).isEqualTo(404);
  }

  @Test
  void aPatchChangesWhatItNamesAndNullBringsBackTheDefault() {
    createShop();
    JsonNode patched =
        AdminFixture.json(
            admin.send(
                "PATCH", SHOP, "{\"limits\":{\"maxInFlight\":7},\"paths\":[\"/a\",\"/b\"]}"));
    assertThat(patched.at("/limits/maxInFlight").asInt()).isEqualTo(7);
    assertThat(patched.at("/hosts/0").asText()).isEqualTo("shop.localhost");
    JsonNode back =
        AdminFixture.json(admin.send("PATCH", SHOP, "{\"limits\":{\"maxInFlight\":null}}"));
    assertThat(back.at("/limits/maxInFlight").isMissingNode()).isTrue();
    assertThat(back.at("/paths/1").asText()).isEqualTo("/b");
  }

  @Test
  void aPatchReachesTheFieldsWithinFields() {
    createShop();
    admin.send("PATCH", SHOP, "{\"health\":{\"path\":\"/up\",\"panic\":{\"mode\":\"closed\"}}}");
    JsonNode patched =
        AdminFixture.json(
            admin.send("PATCH", SHOP, "{\"health\":{\"panic\":{\"belowPercent\":9}}}"));
    assertThat(patched.path("health").toString())
        .isEqualTo("{\"path\":\"/up\",\"panic\":{\"mode\":\"closed\",\"belowPercent\":9}}");
    JsonNode back = AdminFixture.json(admin.send("PATCH", SHOP, "{\"health\":null}"));
    assertThat(back.toString()).isEqualTo("{\"hosts\":[\"shop.localhost\"]}");
  }

  @Test
  void aFieldThatIsNotKnownIsAnsweredWithTheNearest() {
    createShop();
    HttpResponse<String> refused = admin.send("PATCH", SHOP, "{\"retries\":{\"atempts\":2}}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(AdminFixture.json(refused).path("detail").asText())
        .contains("field 'retries.atempts' is not known")
        .endsWith("did you mean 'retries.attempts'?");
  }

  @Test
  void aPatchKeepsWhatAnotherWriterChangedMeanwhile() {
    createShop();
    admin.store.changeMeanwhile(now -> AppSpec.of(now.name(), new HostPattern("other.localhost")));
    admin.send("PATCH", SHOP, "{\"limits\":{\"maxInFlight\":7}}");
    JsonNode spec = AdminFixture.json(admin.get(SHOP)).path("spec");
    assertThat(spec.at("/hosts/0").asText()).isEqualTo("other.localhost");
    assertThat(spec.at("/limits/maxInFlight").asInt()).isEqualTo(7);
  }

  @Test
  void anAppIsNotMadeStickyByARouterThatHasNoKey() {
    createShop();
    String sticky = "{\"sticky\":{\"cookie\":\"inst\"}}";
    admin.process.forgetStickyKey();
    HttpResponse<String> refused = admin.send("PATCH", SHOP, sticky);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(AdminFixture.json(refused).path("code").asText()).isEqualTo("missing_setting");
    assertThat(AdminFixture.json(refused).path("remedy").asText()).contains("BELLHOP_STICKY_KEY");
    String whole = "{\"hosts\":[\"b.localhost\"],\"sticky\":{\"cookie\":\"inst\"}}";
    assertThat(admin.send("PUT", SHOP, whole).statusCode()).isEqualTo(409);
    assertThat(AdminFixture.json(admin.get(SHOP)).at("/spec/sticky").isMissingNode()).isTrue();
  }

  @Test
  void anAppThatIsStickyAlreadyIsChangedByAnyRouter() {
    createShop();
    admin.send("PATCH", SHOP, "{\"sticky\":{\"cookie\":\"inst\"}}");
    admin.process.forgetStickyKey();
    HttpResponse<String> changed = admin.send("PATCH", SHOP, "{\"limits\":{\"maxInFlight\":7}}");
    assertThat(AdminFixture.json(changed).at("/sticky/cookie").asText()).isEqualTo("inst");
  }

  @Test
  void aReplacedSpecForgetsWhatItDoesNotName() {
    createShop();
    admin.send("PATCH", SHOP, "{\"limits\":{\"maxInFlight\":7}}");
    JsonNode replaced = AdminFixture.json(admin.send("PUT", SHOP, "{\"hosts\":[\"b.localhost\"]}"));
    assertThat(replaced.toString()).isEqualTo("{\"hosts\":[\"b.localhost\"]}");
  }

  @Test
  void trafficIsSwitchedAndTheEpochGuardsIt() {
    createShop();
    putDeployment("v1");
    JsonNode traffic =
        AdminFixture.json(
            admin.send("PUT", SHOP + "/traffic", "{\"weights\":{\"v1\":3},\"expectedEpoch\":0}"));
    assertThat(traffic.path("epoch").asInt()).isEqualTo(1);
    assertThat(traffic.at("/weights/v1").asInt()).isEqualTo(3);
    HttpResponse<String> late =
        admin.send("PUT", SHOP + "/traffic", "{\"weights\":{\"v1\":1},\"expectedEpoch\":0}");
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(AdminFixture.json(late).path("code").asText()).isEqualTo("conflict");
  }

  @Test
  void aDeploymentThatTakesTrafficIsNotRemoved() {
    createShop();
    putDeployment("v1");
    admin.send("PUT", SHOP + "/traffic", "{\"weights\":{\"v1\":1}}");
    assertThat(admin.send("DELETE", SHOP + "/deployments/v1", "").statusCode()).isEqualTo(409);
  }

  @Test
  void anAppIsListedWithWhatTakesItsTraffic() {
    createShop();
    putDeployment("v1");
    admin.send("PUT", SHOP + "/traffic", "{\"weights\":{\"v1\":1}}");
    JsonNode entry = AdminFixture.json(admin.get("/api/v1/apps")).at("/apps/0");
    assertThat(entry.path("routes").toString()).isEqualTo("[\"shop.localhost\"]");
    assertThat(entry.path("weights").toString()).isEqualTo("{\"v1\":1}");
    assertThat(entry.path("instances").asInt()).isEqualTo(1);
  }

  @Test
  void appsAreListedByPages() {
    for (String name : new String[] {"a", "b", "c"}) {
      admin.send(
          "POST",
          "/api/v1/apps",
          "{\"name\":\"%s\",\"hosts\":[\"%s.localhost\"]}".formatted(name, name));
    }
    JsonNode first = AdminFixture.json(admin.get("/api/v1/apps?limit=2"));
    assertThat(first.findValuesAsText("name")).containsExactly("a", "b");
    JsonNode last =
        AdminFixture.json(admin.get("/api/v1/apps?limit=2&after=" + first.path("next").asText()));
    assertThat(last.findValuesAsText("name")).containsExactly("c");
    assertThat(last.has("next")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST   | /api/v1/apps | {                          | 400 | invalid_json",
        "POST   | /api/v1/apps | []                         | 400 | invalid_json",
        "POST   | /api/v1/apps | {\"hosts\":[\"a.b\"]}      | 400 | invalid_value",
        "POST   | /api/v1/apps | {\"name\":\"A_\",\"hosts\":[\"a.b\"]} | 400 | invalid_value",
        "POST   | /api/v1/apps | {\"name\":\"a\",\"hosts\":[]} | 400 | invalid_value",
        "POST   | /api/v1/apps | {\"name\":\"a\",\"hosts\":[\"a.b\"],\"hots\":1} | 400 | invalid_value",
        "PATCH  | /api/v1/apps/none | {}                    | 404 | not_found",
        "PUT    | /api/v1/apps/none | {\"hosts\":[\"a.b\"]} | 404 | not_found",
        "PUT    | /api/v1/apps/none/traffic | {\"weights\":{\"v\":1}} | 404 | not_found",
        "PUT    | /api/v1/apps/none/traffic | {\"weights\":{}}        | 400 | invalid_value",
        "PUT    | /api/v1/apps/none/traffic | {\"weights\":{\"v\":-1}} | 404 | not_found",
        "PUT    | /api/v1/apps/none/traffic | {\"weights\":{\"v\":1.5}} | 400 | invalid_value",
        "PUT    | /api/v1/apps/none/traffic | {\"weights\":{\"v\":1},\"epoch\":1} | 400 | invalid_value",
        "DELETE | /api/v1/apps/none | ''                    | 404 | not_found",
        "GET    | /api/v1/apps/none/deployments/v1 | ''     | 404 | not_found",
        "GET    | /api/v1/apps/none/traffic | ''            | 404 | not_found",
        "GET    | /api/v1/apps?limit=0 | ''                 | 400 | invalid_value",
        "GET    | /api/v1/nothing | ''                      | 404 | not_found",
        "DELETE | /api/v1/apps    | ''                      | 405 | method_not_allowed",
      })
  void whatCannotBeDoneIsAProblemWithCodeAndRemedy(
      String method, String path, String body, int status, String code) {
    HttpResponse<String> response = admin.send(method, path, body);
    JsonNode problem = AdminFixture.json(response);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("code").asText()).isEqualTo(code);
    assertThat(problem.path("detail").asText()).isNotEmpty();
    assertThat(problem.path("remedy").asText()).isNotEmpty();
  }

  @Test
  void creatingAnAppTwiceIsAConflict() {
    createShop();
    assertThat(AdminFixture.json(createShop()).path("code").asText()).isEqualTo("exists");
  }

  @Test
  void aChangeWhileZooKeeperIsAwayMayBeTriedAgain() {
    admin.store.goAway();
    HttpResponse<String> response = createShop();
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void aBodyThatIsTooLongIsRefused() {
    String body = "{\"name\":\"" + "a".repeat(5_000) + "\"}";
    assertThat(admin.send("POST", "/api/v1/apps", body).statusCode()).isEqualTo(413);
  }

  @Test
  void aMethodThatIsNotThereIsAnsweredWithThoseThatAre() {
    assertThat(admin.send("PATCH", "/api/v1/apps", "{}").headers().firstValue("Allow"))
        .hasValue("GET, POST");
  }

  @Test
  void headAnswersLikeGetWithoutABody() {
    HttpResponse<String> response = admin.send(admin.request("HEAD", "/healthz", ""));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void aPortInUseIsNamedWithTheRemedy() {
    assertThatThrownBy(
            () ->
                AdminServer.start(
                    AdminFixture.settings("127.0.0.1:" + admin.port()),
                    new ChangePolicy.Nobody(),
                    admin.api))
        .isInstanceOf(AdminStartException.class)
        .hasMessageContaining("127.0.0.1:" + admin.port())
        .hasMessageContaining("--admin-port");
  }

  private HttpResponse<String> createShop() {
    return admin.send("POST", "/api/v1/apps", "{\"name\":\"shop\",\"hosts\":[\"shop.localhost\"]}");
  }

  private void putDeployment(String name) {
    HttpResponse<String> put =
        admin.send(
            "PUT",
            SHOP + "/deployments/" + name,
            "{\"source\":\"static\",\"addresses\":[\"127.0.0.1:3000\"]}");
    assertThat(put.statusCode()).isEqualTo(200);
  }
}
