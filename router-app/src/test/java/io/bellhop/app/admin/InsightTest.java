package io.bellhop.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.Instance;
import io.bellhop.model.health.AppHealth;
import io.bellhop.model.health.Health;
import io.bellhop.model.health.HealthState;
import io.bellhop.model.health.InstanceHealth;
import io.bellhop.model.launch.InstanceEvent.Kind;
import io.bellhop.router.BackendLoad;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instances and explanations over real HTTP. */
class InsightTest {
  private static final String SHOP = "/api/v1/apps/shop";
  private static final DeploymentName V1 = new DeploymentName("v1");
  private static final BackendAddress ONE = BackendAddress.parse("127.0.0.1:3000");
  private static final BackendAddress TWO = BackendAddress.parse("127.0.0.1:3001");
  private final AdminFixture admin =
      AdminFixture.with(new ChangePolicy.ByToken(AdminFixture.TOKEN));

  @BeforeEach
  void createShop() {
    admin.send("POST", "/api/v1/apps", "{\"name\":\"shop\",\"hosts\":[\"shop.localhost\"]}");
    admin.send(
        "PUT",
        SHOP + "/deployments/v1",
        "{\"source\":\"static\",\"addresses\":[\"127.0.0.1:3000\",\"127.0.0.1:3001\"]}");
    admin.send("PUT", SHOP + "/traffic", "{\"weights\":{\"v1\":100}}");
  }

  @AfterEach
  void close() {
    admin.close();
  }

  private static InstanceHealth health(BackendAddress address, HealthState state, String reason) {
    return new InstanceHealth(
        V1,
        Instance.ready(address),
        new Health(state, reason, false, state == HealthState.HEALTHY),
        FakeProcess.NOW.minusSeconds(90),
        state == HealthState.EJECTED ? 2 : 0,
        state == HealthState.EJECTED
            ? Optional.of(FakeProcess.NOW.plusSeconds(30))
            : Optional.empty(),
        Optional.of(FakeProcess.NOW),
        "200 in 3 ms");
  }

  private JsonNode get(String path) {
    HttpResponse<String> response = admin.get(SHOP + path);
    assertThat(response.statusCode()).isEqualTo(200);
    return AdminFixture.json(response);
  }

  @Test
  void whatAgentsCouldNotKeepRunningIsShownBesideTheInstances() {
    assertThat(get("/instances").path("troubles")).isEmpty();
    admin.events.happened(Kind.NOT_STARTED, "image 'x' is not on this host");
    JsonNode trouble = get("/instances").at("/troubles/0");
    assertThat(trouble.path("kind").asText()).isEqualTo("not_started");
    assertThat(trouble.path("message").asText()).contains("image 'x'");
    admin.events.storeAway();
    assertThat(get("/instances").path("troubles")).isEmpty();
  }

  @Test
  void everyInstanceIsShownWithItsHealthAndItsLoad() {
    admin.process.knows(
        new AppHealth(
            List.of(
                health(ONE, HealthState.HEALTHY, ""),
                health(TWO, HealthState.EJECTED, "3 connects in a row failed")),
            ""),
        new BackendLoad(
            V1,
            ONE,
            7,
            Optional.of(Duration.ofNanos(1_234_567)),
            Optional.of(Duration.ofMillis(20)),
            100,
            false));
    JsonNode body = get("/instances");
    assertThat(body.path("router").asText()).isEqualTo("edge-1");
    assertThat(body.has("panic")).isFalse();
    JsonNode first = body.at("/instances/0");
    assertThat(first.path("health").asText()).isEqualTo("healthy");
    assertThat(first.path("weight").asInt()).isEqualTo(100);
    assertThat(first.path("inFlight").asInt()).isEqualTo(7);
    assertThat(first.path("p50Millis").asDouble()).isEqualTo(1.23);
    assertThat(first.path("p99Millis").asDouble()).isEqualTo(20);
    JsonNode second = body.at("/instances/1");
    assertThat(second.path("health").asText()).isEqualTo("ejected");
    assertThat(second.path("why").asText()).isEqualTo("3 connects in a row failed");
    assertThat(second.path("ejections").asInt()).isEqualTo(2);
    assertThat(second.path("ejectedUntil").asText())
        .isEqualTo(FakeProcess.NOW.plusSeconds(30).toString());
    assertThat(second.path("takesRequests").asBoolean(true)).isFalse();
    assertThat(second.has("inFlight")).isFalse();
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    admin.process.notReady("no table yet");
    JsonNode body = get("/instances");
    assertThat(body.path("serving").asBoolean(true)).isFalse();
    assertThat(body.path("notServing").asText()).isEqualTo("no table yet");
    assertThat(body.at("/instances/0").properties())
        .extracting(field -> field.getKey())
        .containsExactlyInAnyOrder("id", "deployment", "weight", "address", "registered");
    assertThat(get("/explain").at("/verdict/outcome").asText()).isEqualTo("unknown");
  }

  @Test
  void anExplanationNamesTheCodeThatARequestWouldGet() {
    admin.process.knows(
        new AppHealth(
            List.of(
                health(ONE, HealthState.UNHEALTHY, "connection refused"),
                health(TWO, HealthState.UNHEALTHY, "connection refused")),
            "0 of 2 instances of deployment v1 are healthy: requests fail at once"));
    JsonNode body = get("/explain");
    assertThat(body.at("/verdict/outcome").asText()).isEqualTo("fails");
    assertThat(body.at("/verdict/code").asText()).isEqualTo("no_instances");
    assertThat(body.at("/verdict/status").asInt()).isEqualTo(503);
    assertThat(body.at("/verdict/fault").asText()).isEqualTo("platform");
    assertThat(body.path("advice").isEmpty()).isFalse();
    assertThat(get("/instances").path("panic").asText()).startsWith("0 of 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/instances", "/explain", ""})
  void anAppThatIsNotThereIsAnsweredWithTheNearest(String part) {
    HttpResponse<String> response = admin.get("/api/v1/apps/shpo" + part);
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(AdminFixture.json(response).path("remedy").asText())
        .startsWith("did you mean 'shop'?");
    assertThat(AdminFixture.json(admin.get("/api/v1/apps/else" + part)).path("remedy").asText())
        .startsWith("see `bellhop apps`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/instances", "/explain", "", "/traffic", "/deployments/v1"})
  void beforeATableIsLoadedNothingIsSaidNotToExist(String part) {
    admin.store.loadNothing();
    HttpResponse<String> response = admin.get("/api/v1/apps/else" + part);
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
    assertThat(AdminFixture.json(response).path("code").asText()).isEqualTo("unavailable");
  }
}
