package io.bellhop.router.serving;

import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.TrafficMode;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client is told where Bellhop answers in an app's place. */
class FailureResponseTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static TestApp withoutInstances() {
    return TestApp.of().instances("v1", 1, List.of());
  }

  @Test
  void anAppWithoutInstancesIsA503ThatSaysWhenToComeBack() throws IOException {
    router.publish(withoutInstances());
    RawResponse response = router.ask(get("/"));
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.failure()).isEqualTo("no_instances");
    assertThat(response.fields().first("Retry-After").orElse("")).matches("[1-9][0-9]*");
    assertThat(response.fields().all("Cache-Control")).contains("no-store");
    assertThat(response.fields().all("Date")).hasSize(1);
  }

  @Test
  void anAppWhoseDeploymentsHaveNoWeightIsA503() throws IOException {
    router.publish(TestApp.of().deployment("v1", 0, router.backend(Script.answer("never"))));
    RawResponse response = router.ask(get("/"));
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.failure()).isEqualTo("no_deployment");
  }

  @ParameterizedTest
  @CsvSource({"STOPPED, app_stopped", "ASLEEP, app_asleep"})
  void anAppThatDoesNotServeIsA503(TrafficMode mode, String code) throws IOException {
    router.publish(TestApp.of(router.backend(Script.answer("never"))).mode(mode));
    RawResponse response = router.ask(get("/"));
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.failure()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/* | text/plain",
        "text/html | text/html",
        "text/html,application/xhtml+xml,*/*;q=0.8 | text/html",
        "application/json | application/problem+json",
        "application/problem+json, text/html;q=0.5 | application/problem+json",
        "text/plain, text/html;q=0.5 | text/plain"
      })
  void theAnswerIsInTheFormThatTheClientPrefers(String accept, String type) throws IOException {
    router.publish(withoutInstances());
    RawResponse response = router.ask(get("/", "Accept: " + accept));
    assertThat(response.fields().first("Content-Type").orElse("")).startsWith(type);
    assertThat(response.text()).contains("no_instances");
  }

  @Test
  void anAppMayHavePagesOfItsOwn() throws IOException {
    router.publish(
        withoutInstances()
            .errorPages(Map.of("no_instances", "<h1>Gone fishing</h1>", "502", "<h1>Oops</h1>")));
    RawResponse response = router.ask(get("/", "Accept: text/html"));
    assertThat(response.text()).contains("Gone fishing");
    assertThat(response.failure()).isEqualTo("no_instances");
    assertThat(router.ask(get("/", "Accept: application/json")).text()).doesNotContain("fishing");
  }

  @Test
  void whatTheClientSentIsNotReflected() throws IOException {
    router.publish(withoutInstances());
    RawResponse response =
        router.ask(get("/<script>", "Accept: text/html", "X-Request-Id: <script>"));
    assertThat(response.text()).doesNotContain("<script>");
  }

  @Test
  void headGetsTheSameHeadAndNoBody() throws IOException {
    router.publish(withoutInstances());
    RawClient client = router.client();
    client.send(request("HEAD", "/"));
    RawResponse response = client.responseToHead();
    assertThat(response.failure()).isEqualTo("no_instances");
    assertThat(client.ask(get("/next")).status()).isEqualTo(503);
  }

  @Test
  void theConnectionOutlivesAFailureThatIsNotItsOwn() throws IOException {
    router.publish(withoutInstances());
    RawClient client = router.client();
    for (int i = 0; i < 5; i++) {
      assertThat(client.ask(get("/" + i)).status()).isEqualTo(503);
    }
  }

  @Test
  void aFailureWhileABodyIsStillComingIsAnsweredAtOnce() throws IOException {
    router.publish(withoutInstances());
    RawClient client = router.client();
    RawResponse response = client.ask(request("POST", "/", "Content-Length: 1000") + "x");
    assertThat(response.failure()).isEqualTo("no_instances");
  }

  @Test
  void aWaitingClientIsNotToldToSendABodyForNothing() throws IOException {
    router.publish(withoutInstances());
    RawClient client = router.client();
    RawResponse response =
        client.ask(request("POST", "/", "Expect: 100-continue", "Content-Length: 5"));
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.interim()).isEmpty();
  }

  @Test
  void failuresAreCountedByAppAndCode() throws IOException {
    router.publish(withoutInstances());
    router.ask(get("/"));
    assertThat(router.scrape())
        .contains("bellhop_failures_total{app=\"a\",code=\"no_instances\",fault=\"platform\"}");
  }

  @Test
  void aRouterThatKnowsNoAppsSaysSo() throws IOException {
    assertThat(router.ask(get("/")).failure()).isIn("unknown_host", "no_table");
  }
}
