package io.bellhop.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.bellhop.app.admin.AdminStartException;
import io.bellhop.app.admin.ChangePolicy;
import io.bellhop.app.settings.AdminSettings;
import io.bellhop.app.settings.BellhopSettings;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.StoreException;
import io.bellhop.model.Traffic;
import io.bellhop.router.RouterActivity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterProcessTest {
  private static final AppName APP = new AppName("shop");
  private static final DeploymentName V1 = new DeploymentName("v1");
  private static TestingServer zooKeeper;
  @TempDir private Path data;

  @BeforeAll
  static void startZooKeeper() throws Exception {
    zooKeeper = new TestingServer();
  }

  @AfterAll
  static void stopZooKeeper() throws IOException {
    zooKeeper.close();
  }

  @Test
  void isReadyOnceTheTableIsLoaded() {
    try (RunningRouter router = RunningRouter.start(zooKeeper.getConnectString(), data, "")) {
      router.serve();
      assertThat(router.admin("/readyz").statusCode()).isEqualTo(200);
      await()
          .untilAsserted(
              () -> assertThat(router.admin("/api/v1/routers").body()).contains("127.0.0.1:"));
    }
  }

  @Test
  void saysWhyItIsNotReadyWhileZooKeeperIsAway() throws IOException {
    String nobody = "127.0.0.1:" + unusedPort();
    try (RunningRouter router = RunningRouter.start(nobody, data, "")) {
      HttpResponse<String> response = router.admin("/readyz");
      assertThat(response.statusCode()).isEqualTo(503);
      await().untilAsserted(() -> assertThat(router.admin("/readyz").body()).contains(nobody));
      assertThat(router.process().addresses()).isEmpty();
      assertThat(router.admin("/metrics").body()).doesNotContain("bellhop_table_age");
    }
  }

  @Test
  void servesFromTheCopyOnDiskWhileZooKeeperIsAway() throws Exception {
    AppName kept = new AppName("kept");
    try (TestingServer other = new TestingServer();
        RunningRouter router = RunningRouter.start(other.getConnectString(), data, "")) {
      router.serve();
      router.process().store().createApp(AppSpec.of(kept, new HostPattern("localhost")));
      await().until(() -> router.process().table().app(kept).isPresent());
    }
    try (RunningRouter router =
        RunningRouter.start("127.0.0.1:" + unusedPort(), data, "").serve()) {
      assertThat(router.admin("/readyz").statusCode()).isEqualTo(200);
      assertThat(router.admin("/api/v1/status").body()).contains("\"origin\":\"disk\"");
      // The app is known, but has no instances: without it, this would be 404.
      assertThat(router.request("/").statusCode()).isEqualTo(503);
      assertThat(router.admin("/metrics").body()).contains("bellhop_table_age_seconds ");
    }
  }

  @Test
  void stopsWaitingForZooKeeperWhenToldToEnd() throws IOException {
    try (RunningRouter router = RunningRouter.start("127.0.0.1:" + unusedPort(), data, "")) {
      StopSignal stop = new StopSignal();
      stop.request();
      assertThat(router.process().serveOnceLoaded(stop)).isFalse();
      assertThat(router.process().shutDown()).isEmpty();
    }
  }

  @Test
  void metersTheTableAndTheProcess() {
    try (RunningRouter router = RunningRouter.start(zooKeeper.getConnectString(), data, "")) {
      router.serve();
      assertThat(router.admin("/metrics").body())
          .contains("bellhop_table_age_seconds ")
          .contains("bellhop_table_epoch ")
          .contains("bellhop_table_rejected_nodes ")
          .contains("bellhop_table_copy_failures_total 0")
          .contains("bellhop_build_info{")
          .contains("jvm_memory_used_bytes{")
          .contains("process_uptime_seconds ");
    }
  }

  @Test
  void countsFailuresToCopyTheTableToDisk() throws Exception {
    Path blocked = Files.writeString(data.resolve("blocked"), "a file, not a directory");
    try (RunningRouter router = RunningRouter.start(zooKeeper.getConnectString(), blocked, "")) {
      router.serve();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(router.admin("/metrics").body())
                      .containsPattern("bellhop_table_copy_failures_total [1-9]"));
    }
  }

  @Test
  void finishesWhatIsUnderWayWhenToldToEnd() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    HttpServer backend = backend(arrived, mayAnswer);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (RunningRouter router = RunningRouter.start(zooKeeper.getConnectString(), data, "")) {
      serveShop(router, backend.getAddress().getPort());
      var answer = CompletableFuture.supplyAsync(() -> router.request("/"), threads);
      arrived.await();
      var cut = CompletableFuture.supplyAsync(() -> router.process().shutDown(), threads);
      await().until(() -> router.admin("/readyz").statusCode() == 503);
      assertThat(cut).isNotDone();
      mayAnswer.countDown();
      assertThat(answer.join().body()).isEqualTo("finished");
      assertThat(cut.join()).get().extracting(RouterActivity::requests).isEqualTo(0);
    } finally {
      mayAnswer.countDown();
      backend.stop(0);
      threads.shutdownNow();
    }
  }

  @Test
  void anAdminPortInUseEndsItWithTheRemedy() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      BellhopSettings usual = RunningRouter.settings(zooKeeper.getConnectString(), data, "");
      BellhopSettings settings =
          new BellhopSettings(
              usual.routerId(),
              usual.dataDirectory(),
              usual.zookeeper(),
              usual.table(),
              usual.router(),
              usual.health(),
              new AdminSettings("127.0.0.1:" + taken.getLocalPort(), "", 1, 1_024),
              usual.shutdown(),
              usual.runs());
      assertThatThrownBy(() -> RouterProcess.start(settings, new ChangePolicy.Nobody()))
          .isInstanceOf(AdminStartException.class)
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
    }
  }

  private static void serveShop(RunningRouter router, int backendPort) throws StoreException {
    router.serve();
    var store = router.process().store();
    store.createApp(AppSpec.of(APP, new HostPattern("localhost")));
    var address = new BackendAddress("127.0.0.1", backendPort);
    store.putDeployment(
        APP, new DeploymentSpec(V1, new InstanceSource.StaticAddresses(List.of(address))));
    Traffic switched = store.switchTraffic(APP, Map.of(V1, 1), OptionalLong.empty());
    await()
        .until(
            () ->
                router
                    .process()
                    .table()
                    .app(APP)
                    .filter(app -> app.traffic().equals(switched))
                    .isPresent());
  }

  private static HttpServer backend(CountDownLatch arrived, CountDownLatch mayAnswer)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            arrived.countDown();
            mayAnswer.await();
            byte[] body = "finished".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    return server;
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
