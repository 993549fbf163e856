package io.bellhop.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.launch.InstanceEvent.Kind;
import io.bellhop.model.rollout.RolloutCommand;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutOptions;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rollouts and modes over HTTP. */
class RolloutApiTest {
  private static final String ROLLOUTS = "/api/v1/apps/shop/rollouts";
  private static final String EVENTS = "/api/v1/apps/shop/events";
  private final AdminFixture admin =
      AdminFixture.with(new ChangePolicy.ByToken(AdminFixture.TOKEN));

  @BeforeEach
  void createApp() {
    admin.send("POST", "/api/v1/apps", "{\"name\":\"shop\",\"hosts\":[\"shop.localhost\"]}");
    admin.send("PUT", "/api/v1/apps/shop/deployments/v1", "{\"source\":\"registered\"}");
  }

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void aRolloutIsAskedForWithItsOptionsAndTheDefaultsOfTheRest() {
    HttpResponse<String> answer =
        admin.send("POST", ROLLOUTS, "{\"target\":\"v1\",\"keepPreviousMillis\":1000}");
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(AdminFixture.json(answer).path("number").asLong()).isEqualTo(2);
    RolloutOptions options = admin.rollouts.asked.get(0).options();
    assertThat(options.keepPrevious()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.deadlines()).isEqualTo(RolloutOptions.DEFAULT.deadlines());
  }

  @Test
  void aDeploymentThatIsNotThereIsAnsweredWithTheNearest() {
    assertProblem(admin.send("POST", ROLLOUTS, "{\"target\":\"v2\"}"), 404, "did you mean 'v1'?");
    assertProblem(
        admin.send("POST", ROLLOUTS, "{\"target\":\"other\"}"), 404, "bellhop deployment add");
    assertProblem(
        admin.send("POST", "/api/v1/apps/shpo/rollouts", "{\"target\":\"v1\"}"),
        404,
        "did you mean 'shop'?");
  }

  @Test
  void optionsThatAreNoneAreRefused() {
    assertProblem(admin.send("POST", ROLLOUTS, "{}"), 400, "correct");
    assertProblem(admin.send("POST", ROLLOUTS, "{\"target\":\"v1\",\"canry\":[]}"), 400, "correct");
    assertThat(admin.rollouts.asked).isEmpty();
  }

  @Test
  void aRolloutUnderWayIsSteered() {
    assertThat(admin.send("POST", ROLLOUTS + "/current/promote", "{}").statusCode()).isEqualTo(202);
    assertThat(admin.send("POST", ROLLOUTS + "/current/abort", "").statusCode()).isEqualTo(202);
    assertThat(admin.rollouts.commands)
        .containsExactly(RolloutCommand.PROMOTE, RolloutCommand.ABORT);
  }

  @Test
  void aRollbackThatComesTooLateNamesTheWayBack() {
    admin.rollouts.stand(FakeRollouts.idle());
    assertProblem(
        admin.send("POST", ROLLOUTS + "/current/rollback", "{}"),
        404,
        "`bellhop deploy shop --deployment v0`");
    admin.rollouts.stand(RolloutLog.NONE);
    assertProblem(
        admin.send("POST", ROLLOUTS + "/current/rollback", "{}"), 404, "bellhop rollouts shop");
  }

  @Test
  void anAppIsPausedStoppedAndResumed() {
    for (String[] each :
        new String[][] {{"pause", "paused"}, {"stop", "stopped"}, {"resume", "serving"}}) {
      JsonNode traffic =
          AdminFixture.json(admin.send("POST", "/api/v1/apps/shop/" + each[0], "{}"));
      assertThat(traffic.path("mode").asText()).isEqualTo(each[1]);
    }
    assertProblem(admin.send("POST", "/api/v1/apps/none/pause", "{}"), 404, "bellhop apps");
  }

  @Test
  void eachStepIsAnEventAndAClientThatLeavesIsForgotten() {
    try (SseClient events = SseClient.open(admin.port(), EVENTS)) {
      assertThat(events.next().at("/log/current/number").asInt()).isEqualTo(1);
      admin.rollouts.moveTo(2);
      assertThat(events.next().at("/log/current/number").asInt()).isEqualTo(2);
      assertThat(events.contentType()).isEqualTo("text/event-stream");
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              admin.rollouts.moveTo(System.nanoTime());
              return admin.rollouts.listeners.isEmpty();
            });
  }

  @Test
  void streamsTakeNoThreadFromOtherRequestsAndAreBounded() {
    List<SseClient> open = new ArrayList<>();
    try {
      for (int i = 0; i < EventStreams.MOST_STREAMS; i++) {
        open.add(SseClient.open(admin.port(), EVENTS));
      }
      open.forEach(each -> assertThat(each.next().path("app").asText()).isEqualTo("shop"));
      assertThat(admin.get("/healthz").statusCode()).isEqualTo(200);
      assertProblem(admin.get(EVENTS), 503, "ask another router");
      assertThat(admin.get("/metrics").body())
          .contains("bellhop_admin_event_streams " + EventStreams.MOST_STREAMS);
    } finally {
      open.forEach(SseClient::close);
    }
  }

  @Test
  void whatHappenedToInstancesIsToldBeforeWhereRolloutsStandAndThenAsItComes() {
    admin.events.happened(Kind.EXITED, "it exited");
    String seen;
    try (SseClient events = SseClient.open(admin.port(), EVENTS)) {
      assertThat(events.next().path("message").asText()).isEqualTo("it exited");
      assertThat(events.next().path("app").asText()).isEqualTo("shop");
      admin.events.happened(Kind.STARTED, "it was started");
      assertThat(events.next().path("kind").asText()).isEqualTo("started");
      seen = events.id();
    }
    admin.events.happened(Kind.READY, "it listens");
    try (SseClient events = SseClient.open(admin.port(), EVENTS, seen)) {
      assertThat(events.next().path("message").asText()).isEqualTo("it listens");
    }
    admin.events.storeAway();
    assertThat(admin.get(EVENTS + "?follow=false").body()).contains("event: progress");
  }

  @Test
  void whatAClientHasSeenIsNotSentAgain() {
    String first = admin.get(EVENTS + "?follow=false").body();
    assertThat(first).contains("event: progress", "\"app\":\"shop\"");
    String id = first.replaceAll("(?s).*id: (\\S+).*", "$1");
    HttpResponse<String> again =
        admin.send(admin.request("GET", EVENTS + "?follow=false", "").header("Last-Event-ID", id));
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).doesNotContain("data:");
  }

  @Test
  void aRouterThatDoesNotServeYetHasNoEvents() {
    admin.process.notReady("not yet");
    assertProblem(admin.get(EVENTS), 503, "/readyz");
  }

  private static void assertProblem(HttpResponse<String> response, int status, String remedy) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(AdminFixture.json(response).path("remedy").asText()).contains(remedy);
  }
}
