package io.bellhop.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.launch.InstanceSize;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunSpec;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the admin API makes of requests for one-off runs. */
class RunApiTest {
  private static final String SHOP = "/api/v1/apps/shop";
  private static final String RUNS = SHOP + "/runs";

  private final AdminFixture admin =
      AdminFixture.with(new ChangePolicy.ByToken(AdminFixture.TOKEN));

  @BeforeEach
  void createShop() {
    sent(
        "POST",
        "/api/v1/apps",
        "{'name':'shop','hosts':['shop.localhost'],'runs':{'maxQueued':1}}");
    sent(
        "PUT",
        SHOP + "/deployments/v1",
        "{'source':'launched','launch':{'image':'shop:42','command':['serve'],'size':'L',"
            + "'environment':{'COLOUR':'green','MODE':'web'}}}");
    sent("PUT", SHOP + "/traffic", "{'weights':{'v1':1}}");
  }

  @AfterEach
  void close() {
    admin.close();
  }

  private HttpResponse<String> send(String method, String path, String body) {
    return admin.send(method, path, body.replace('\'', '"'));
  }

  private void sent(String method, String path, String body) {
    assertThat(send(method, path, body).statusCode()).isBetween(200, 299);
  }

  @Test
  void aRunHasWhatTheDeploymentWithTheTrafficHasButWhatIsAskedFor() {
    HttpResponse<String> answer =
        send("POST", RUNS, "{'command':['rake','jobs'],'environment':{'MODE':'job'}}");
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Location")).contains(RUNS + "/r0");
    RunSpec spec = admin.runs.asked.get(0).spec();
    assertThat(spec.deployment()).contains(new DeploymentName("v1"));
    assertThat(spec.launch().image()).isEqualTo("shop:42");
    assertThat(spec.launch().command()).isEqualTo(List.of("rake", "jobs"));
    assertThat(spec.launch().environment()).isEqualTo(Map.of("COLOUR", "green", "MODE", "job"));
    assertThat(spec.launch().size()).isEqualTo(InstanceSize.named("L"));
    assertThat(spec.maxDuration()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void imageSizeAndTimeoutMayBeOthers() {
    sent("POST", RUNS, "{'command':['x'],'image':'tool:1','size':'S','timeoutMillis':5000}");
    RunSpec spec = admin.runs.asked.get(0).spec();
    assertThat(spec.launch().image()).isEqualTo("tool:1");
    assertThat(spec.launch().size()).isEqualTo(InstanceSize.named("S"));
    assertThat(spec.maxDuration()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void theKeyIsHandedOn() {
    HttpResponse<String> answer =
        admin.send(
            admin
                .request("POST", RUNS, "{\"command\":[\"x\"]}")
                .header("Authorization", "Bearer " + AdminFixture.TOKEN)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "order 42"));
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(admin.runs.asked).extracting(Run::idempotencyKey).containsExactly("order 42");
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsRemedy() {
    assertThat(problem("{'command':[]}")).contains("400", "command is empty");
    assertThat(problem("{}")).contains("400", "field 'command' is missing");
    assertThat(problem("{'comand':['x']}")).contains("400", "did you mean 'command'?");
    assertThat(problem("{'command':['x'],'timeoutMillis':3600001}"))
        .contains("400", "raise runs.maxDurationMillis");
    assertThat(problem("{'command':['x'],'deployment':'v9'}"))
        .contains("400", "has no deployment 'v9'");
    assertThat(problem("{'command':['x'],'environment':{'PORT':'1'}}"))
        .contains("400", "is set by Bellhop");
  }

  private String problem(String body) {
    HttpResponse<String> answer = send("POST", RUNS, body);
    return answer.statusCode() + " " + AdminFixture.json(answer).path("detail").asText();
  }

  @Test
  void whereTooManyWaitItIsSaidWhenToAskAgain() {
    sent("POST", RUNS, "{'command':['x']}");
    HttpResponse<String> answer = send("POST", RUNS, "{'command':['x']}");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(AdminFixture.json(answer).path("code").asText()).isEqualTo("too_many_runs");
  }

  @Test
  void anEndIsShownWithItsExitCodeAndWhatIsCharged() {
    JsonNode end = AdminFixture.json(admin.get(RUNS + "/known")).path("end");
    assertThat(end.path("outcome").asText()).isEqualTo("exited");
    assertThat(end.path("exitCode").asInt()).isEqualTo(3);
    assertThat(end.path("meteredSeconds").asInt()).isEqualTo(2);
    assertThat(end.path("startedMinutes").asInt()).isEqualTo(1);
    assertThat(admin.get(RUNS + "/other").statusCode()).isEqualTo(404);
    assertThat(AdminFixture.json(admin.get(RUNS)).path("runs")).hasSize(1);
  }
}
