package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.app.logs.AgentLogs;
import io.bellhop.app.settings.AdminSettings;
import io.bellhop.app.usage.AgentUsage;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A real admin server on apps in memory, and a client for it. */
final class AdminFixture implements AutoCloseable {
  static final String TOKEN = "a token for tests";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  final FakeStore store = new FakeStore();
  final FakeRollouts rollouts = new FakeRollouts();
  final FakeRuns runs = new FakeRuns();
  final FakeSleeps sleeps = new FakeSleeps();
  final FakeDemand demand = new FakeDemand();
  final FakeAgents agents = new FakeAgents();
  final FakeEvents events = new FakeEvents();
  final FakeProcess process = new FakeProcess();
  final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final AdminApi api =
      new AdminApi(
          new TableWatch(store, new ChangeSignal()),
          store,
          rollouts,
          runs,
          new FakeSchedules(),
          sleeps,
          demand,
          new AgentLogs(agents),
          new AgentUsage(agents),
          events,
          process,
          meters);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final AdminServer server;

  private AdminFixture(ChangePolicy policy, AdminSettings settings) {
    this.server = AdminServer.start(settings, policy, api);
  }

  static AdminFixture with(ChangePolicy policy) {
    return new AdminFixture(policy, settings("127.0.0.1:0"));
  }

  static AdminSettings settings(String listen) {
    return new AdminSettings(listen, "", 2, 4_096);
  }

  int port() {
    return server.address().getPort();
  }

  HttpRequest.Builder request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(TIMEOUT)
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  /** Sends as a well-behaved client that knows the token. */
  HttpResponse<String> send(String method, String path, String body) {
    HttpRequest.Builder request = request(method, path, body);
    return send(
        request
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", "application/json"));
  }

  HttpResponse<String> get(String path) {
    return send(request("GET", path, ""));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("the admin server did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return new ObjectMapper().readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + response.body(), e);
    }
  }

  @Override
  public void close() {
    server.close();
    meters.close();
  }
}
