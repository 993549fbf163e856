package io.bellhop.app.cluster;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** One app of a {@link Cluster}, and a client of it. */
final class TestedApp {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Cluster.AMPLE)
          .build();

  private final Cluster cluster;
  private final String name;
  private final TestBackend v1;
  private final TestBackend v2;

  TestedApp(Cluster cluster, String name, TestBackend v1, TestBackend v2) {
    this.cluster = cluster;
    this.name = name;
    this.v1 = v1;
    this.v2 = v2;
  }

  TestBackend v1() {
    return v1;
  }

  TestBackend v2() {
    return v2;
  }

  /** A request through a router; fields are given as name, value and so on. */
  CompletableFuture<HttpResponse<String>> send(
      int router, String path, String body, String... fields) {
    int port = cluster.routers().get(router).process().addresses().get(0).getPort();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Cluster.AMPLE)
            .header("Host", name + ".localhost");
    if (fields.length > 0) {
      request.headers(fields);
    }
    request.method(
        body.isEmpty() ? "GET" : "POST",
        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return CLIENT.sendAsync(request.build(), BodyHandlers.ofString());
  }

  /** Who answers through a router. */
  String answer(int router, String... fields) {
    return send(router, "/", "", fields).join().body();
  }

  /** Waits until a router answers so. */
  void await(int router, String path, int status) {
    Awaitility.await()
        .atMost(Cluster.AMPLE)
        .until(() -> send(router, path, "").join().statusCode() == status);
  }

  /** The cookie that the instance gives which answers now; waits until there is one. */
  String cookie() {
    return Awaitility.await()
        .atMost(Cluster.AMPLE)
        .until(
            () -> send(0, "/", "").join().headers().firstValue("Set-Cookie"), Optional::isPresent)
        .orElseThrow()
        .replaceFirst(";.*", "");
  }

  /** Waits until every router sends its requests there. */
  void awaitEverywhere(String deployment) {
    for (int i = 0; i < cluster.routers().size(); i++) {
      int router = i;
      Awaitility.await().atMost(Cluster.AMPLE).until(() -> answer(router).equals(deployment));
    }
  }

  /** A request that stays under way on v1 until it is let go. */
  CompletableFuture<HttpResponse<String>> slow(int router) {
    int before = v1.slow();
    CompletableFuture<HttpResponse<String>> answer = send(router, "/slow", "");
    Awaitility.await().atMost(Cluster.AMPLE).until(() -> v1.slow() > before);
    return answer;
  }
}
