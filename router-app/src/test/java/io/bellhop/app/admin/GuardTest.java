package io.bellhop.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
  private static final String APP = "{\"name\": \"shop\", \"hosts\": [\"shop.localhost\"]}";

  @Test
  void theRightTokenMayChangeThings() {
    try (AdminFixture admin = AdminFixture.with(new ChangePolicy.ByToken(AdminFixture.TOKEN))) {
      assertThat(admin.send("POST", "/api/v1/apps", APP).statusCode()).isEqualTo(201);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer wrong", "Bearer ", "Basic YTpi", "a token for tests"})
  void anyOtherTokenMayNot(String authorization) {
    try (AdminFixture admin = AdminFixture.with(new ChangePolicy.ByToken(AdminFixture.TOKEN))) {
      HttpRequest.Builder request =
          admin.request("POST", "/api/v1/apps", APP).header("Content-Type", "application/json");
      if (!authorization.isEmpty()) {
        request.header("Authorization", authorization);
      }
      HttpResponse<String> response = admin.send(request);
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
      assertThat(AdminFixture.json(response).path("remedy").asText()).contains("BELLHOP_TOKEN");
      assertThat(admin.store.apps()).isEmpty();
    }
  }

  @Test
  void withoutATokenSetNothingCanBeChanged() {
    try (AdminFixture admin = AdminFixture.with(ChangePolicy.ofToken(""))) {
      HttpResponse<String> response = admin.send("POST", "/api/v1/apps", APP);
      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(AdminFixture.json(response).path("remedy").asText()).contains("admin.token");
      assertThat(admin.get("/api/v1/apps").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void inDevThisMachineNeedsNoToken() {
    try (AdminFixture admin = AdminFixture.with(ChangePolicy.ofTokenOrThisMachine(""))) {
      HttpRequest.Builder request =
          admin.request("POST", "/api/v1/apps", APP).header("Content-Type", "application/json");
      assertThat(admin.send(request).statusCode()).isEqualTo(201);
    }
  }

  @Test
  void inDevAPageOfAnotherSiteMayNot() {
    try (AdminFixture admin = AdminFixture.with(ChangePolicy.ofTokenOrThisMachine(""))) {
      HttpRequest.Builder request =
          admin
              .request("POST", "/api/v1/apps", APP)
              .header("Content-Type", "application/json")
              .header("Origin", "https://evil.example");
      assertThat(admin.send(request).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void aFormCannotChangeAnything() {
    try (AdminFixture admin = AdminFixture.with(ChangePolicy.ofTokenOrThisMachine(""))) {
      HttpRequest.Builder request =
          admin.request("POST", "/api/v1/apps", APP).header("Content-Type", "text/plain");
      assertThat(admin.send(request).statusCode()).isEqualTo(415);
    }
  }

  @Test
  void aNameBoundToTheLoopbackIsNotServed() throws IOException {
    try (AdminFixture admin = AdminFixture.with(ChangePolicy.ofTokenOrThisMachine(""))) {
      assertThat(statusLine(admin.port(), "evil.example")).contains("403");
      assertThat(statusLine(admin.port(), "localhost:" + admin.port())).contains("200");
      assertThat(statusLine(admin.port(), "[::1]:1")).contains("200");
    }
  }

  @Test
  void onAnotherAddressAnyNameIsServed() throws IOException {
    AdminFixture fixture = AdminFixture.with(new ChangePolicy.Nobody());
    try (fixture;
        AdminServer open =
            AdminServer.start(
                AdminFixture.settings("0.0.0.0:0"), new ChangePolicy.Nobody(), fixture.api)) {
      assertThat(statusLine(open.address().getPort(), "router-1.internal")).contains("200");
    }
  }

  /** A socket of its own, since the JDK's client does not let the Host be chosen. */
  private static String statusLine(int port, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      String request = "GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }
}
