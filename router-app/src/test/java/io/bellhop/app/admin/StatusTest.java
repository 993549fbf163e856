package io.bellhop.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusTest {
  private final AdminFixture admin = AdminFixture.with(new ChangePolicy.Nobody());

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void aReadyRouterSaysSo() {
    assertThat(admin.get("/readyz").statusCode()).isEqualTo(200);
    assertThat(admin.get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void aRouterThatIsNotReadySaysWhyAndStillLives() {
    admin.process.notReady("ZooKeeper at zk:2181 does not answer");
    HttpResponse<String> response = admin.get("/readyz");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("ZooKeeper at zk:2181 does not answer");
    assertThat(admin.get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void theStatusTellsTheTablesAgeAndWhatRuns() {
    JsonNode status = AdminFixture.json(admin.get("/api/v1/status"));
    assertThat(status.path("router").asText()).isEqualTo("edge-1");
    assertThat(status.path("uptimeSeconds").asInt()).isEqualTo(61);
    assertThat(status.at("/table/ageSeconds").asDouble()).isEqualTo(1.5);
    assertThat(status.at("/table/origin").asText()).isEqualTo("zookeeper");
    assertThat(status.at("/traffic/requests").asInt()).isEqualTo(2);
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    admin.store.loadNothing();
    admin.process.notReady("no table yet");
    JsonNode status = AdminFixture.json(admin.get("/api/v1/status"));
    assertThat(status.has("traffic")).isFalse();
    assertThat(status.path("table").properties())
        .extracting(field -> field.getKey())
        .containsExactlyInAnyOrder("origin", "connected", "detail");
  }

  @Test
  void rejectedNodesAreListedWithTheirReasons() {
    JsonNode node = AdminFixture.json(admin.get("/api/v1/rejected")).at("/nodes/0");
    assertThat(node.path("path").asText()).isEqualTo("/bellhop/apps/bad");
    assertThat(node.path("reason").asText()).isEqualTo("not valid JSON");
  }

  @Test
  void requestsAreCountedByWhatCameOfThem() {
    admin.get("/healthz");
    admin.get("/nothing");
    assertThat(admin.get("/metrics").body())
        .contains("bellhop_admin_requests_total{code=\"ok\"} 1.0")
        .contains("bellhop_admin_requests_total{code=\"not_found\"} 1.0")
        .contains("bellhop_admin_requests_total{code=\"internal\"} 0.0");
  }

  @Test
  void metersAreWrittenForPrometheus() {
    admin.meters.counter("bellhop.test").increment();
    HttpResponse<String> response = admin.get("/metrics");
    assertThat(response.headers().firstValue("Content-Type").orElse("")).contains("version=0.0.4");
    assertThat(response.body()).contains("bellhop_test_total 1.0").doesNotContain("# EOF");
  }

  @Test
  void metersAreWrittenAsOpenMetricsWhereThatIsAskedFor() {
    HttpResponse<String> response =
        admin.send(
            admin
                .request("GET", "/metrics", "")
                .header("Accept", "application/openmetrics-text;version=1.0.0,*/*;q=0.1"));
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/openmetrics-text");
    assertThat(response.body()).endsWith("# EOF\n");
  }
}
