package io.bellhop.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.agent.logs.LogLimits;
import io.bellhop.agent.logs.LogStore;
import io.bellhop.agent.runtime.LogSink;
import io.bellhop.app.logs.LogHandler;
import io.bellhop.app.serve.AgentServer;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.LogAccess;
import io.bellhop.model.launch.SlotKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs over HTTP, from agents' stores through a router. */
class LogApiTest {
  private static final String LOGS = "/api/v1/apps/shop/logs";
  private static final Instant START = Instant.parse("2026-11-21T14:00:00Z");

  @TempDir private Path folder;
  private final AdminFixture admin =
      AdminFixture.with(new ChangePolicy.ByToken(AdminFixture.TOKEN));
  private final List<AgentServer> servers = new ArrayList<>();

  @BeforeEach
  void createApp() {
    admin.send("POST", "/api/v1/apps", "{\"name\":\"shop\",\"hosts\":[\"shop.localhost\"]}");
  }

  @AfterEach
  void close() {
    admin.close();
    servers.forEach(AgentServer::close);
  }

  private LogStore agent(String id) throws IOException {
    LogStore store = new LogStore(folder.resolve(id), LogLimits.DEFAULT, () -> {});
    AgentServer server =
        AgentServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "127.0.0.1");
    servers.add(server);
    server.add(LogHandler.PATH, new LogHandler(store));
    admin.agents.add(id, server.access());
    return store;
  }

  private static void print(LogStore store, int slot, int second, String text) {
    DeploymentKey deployment = new DeploymentKey(new AppName("shop"), new DeploymentName("v1"));
    store
        .sink(new SlotKey(deployment, slot))
        .line(START.plusSeconds(second), LogSink.Output.OUT, text);
  }

  private static List<String> texts(JsonNode answer) {
    return StreamSupport.stream(answer.path("lines").spliterator(), false)
        .map(line -> line.path("text").asText())
        .toList();
  }

  @Test
  void theLastLinesOfAllAgentsAreMergedByTime() throws IOException {
    LogStore one = agent("host-a");
    LogStore two = agent("host-b");
    print(one, 0, 1, "first");
    print(two, 1, 2, "second");
    print(one, 0, 3, "third");
    JsonNode answer = AdminFixture.json(admin.get(LOGS + "?lines=2"));
    assertThat(texts(answer)).containsExactly("second", "third");
    assertThat(answer.path("agents").asInt()).isEqualTo(2);
    assertThat(answer.path("missing")).isEmpty();
    assertThat(answer.at("/lines/0/agent").asText()).isEqualTo("host-b");
    assertThat(answer.at("/lines/0/slot").asInt()).isEqualTo(1);
    assertThat(answer.at("/lines/1/output").asText()).isEqualTo("out");
  }

  @Test
  void anAgentThatCannotTellIsNamedAndKeepsNoneFromBeingShown() throws IOException {
    print(agent("host-a"), 0, 1, "here");
    AgentServer gone =
        AgentServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "127.0.0.1");
    gone.close();
    admin.agents.add("host-b", gone.access());
    admin.agents.add("host-c", new LogAccess(servers.get(0).access().address(), "another key"));
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      admin.agents.add("host-d", new LogAccess("127.0.0.1:" + silent.getLocalPort(), ""));
      JsonNode answer = AdminFixture.json(admin.get(LOGS));
      assertThat(texts(answer)).containsExactly("here");
      assertThat(answer.at("/missing/0/detail").asText())
          .contains("agent host-b cannot be reached at 127.0.0.1:", "--listen");
      assertThat(answer.at("/missing/1/detail").asText()).contains("answered 401", "ask again");
      assertThat(answer.at("/missing/2/detail").asText()).contains("did not answer within 5 s");
    }
  }

  @Test
  void whatIsPrintedIsToldOnceAndAReaderGoesOnWhereItEnded() throws IOException {
    LogStore one = agent("host-a");
    LogStore two = agent("host-b");
    print(one, 0, 1, "old");
    String seen;
    try (SseClient events = SseClient.open(admin.port(), LOGS + "?follow=true")) {
      assertThat(events.next().path("text").asText()).isEqualTo("old");
      print(one, 0, 100_000_000, "new");
      assertThat(events.next().path("text").asText()).isEqualTo("new");
      print(two, 1, 100_000_001, "of the other");
      assertThat(events.next().path("text").asText()).isEqualTo("of the other");
      seen = events.id();
    }
    print(two, 1, 100_000_002, "while nobody read");
    try (SseClient events = SseClient.open(admin.port(), LOGS + "?follow=true", seen)) {
      assertThat(events.next().path("text").asText()).isEqualTo("while nobody read");
    }
  }

  @Test
  void whoFollowsIsToldWhoseLinesAreMissing() throws IOException {
    AgentServer gone =
        AgentServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "127.0.0.1");
    gone.close();
    admin.agents.add("host-b", gone.access());
    try (SseClient events = SseClient.open(admin.port(), LOGS + "?follow=true")) {
      assertThat(events.next().path("detail").asText()).contains("agent host-b cannot be reached");
    }
  }

  @Test
  void withoutAStoreOrAnAppOrANumberItIsRefused() {
    assertThat(admin.get("/api/v1/apps/shpo/logs").statusCode()).isEqualTo(404);
    assertThat(admin.get(LOGS + "?lines=many").body()).contains("use 0 to 5000");
    admin.agents.storeAway();
    HttpResponse<String> answer = admin.get(LOGS);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(AdminFixture.json(answer).path("detail").asText()).contains("ZooKeeper is away");
  }
}
