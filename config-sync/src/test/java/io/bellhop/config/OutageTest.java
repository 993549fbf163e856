package io.bellhop.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.RouterId;
import io.bellhop.model.RouterInfo;
import io.bellhop.model.TableStatus;
import io.bellhop.model.TableStatus.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingCluster;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageTest {
  private final RecordingListener listener = new RecordingListener();
  @TempDir Path directory;

  private ConfigSync start(String connect) {
    return ConfigSync.start(settings(connect), listener);
  }

  private SyncSettings settings(String connect) {
    return SyncSettings.of(Fixtures.settings(connect), directory)
        .withBootWait(Duration.ofMillis(200))
        .withCopyInterval(Duration.ofMillis(50));
  }

  private static void awaitInStep(ConfigSync sync) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> sync.table().status().detail().startsWith("in step"));
  }

  private long epoch(String app) {
    return listener.app(app).map(App::traffic).map(traffic -> traffic.epoch()).orElse(-1L);
  }

  @Test
  void changesFlowWithOneOfThreeServersGoneAndAgainAfterAllWere() throws Exception {
    try (TestingCluster cluster = new TestingCluster(3)) {
      cluster.start();
      try (Tree tree = new Tree(cluster.getConnectString());
          ConfigSync sync = start(cluster.getConnectString())) {
        tree.app("shop", "shop.example.com", "10.0.0.1:80");
        sync.announce(new RouterInfo(new RouterId("r1"), List.of(), "", "1", List.of()));
        await().atMost(Duration.ofSeconds(60)).until(() -> epoch("shop") == 1);

        InstanceSpec first = cluster.getInstances().iterator().next();
        cluster.killServer(first);
        tree.put("/bellhop/apps/shop/traffic", "{'epoch':2,'weights':{'v1':100}}");
        await().atMost(Duration.ofSeconds(60)).until(() -> epoch("shop") == 2);

        for (InstanceSpec server : cluster.getInstances()) {
          if (!server.equals(first)) {
            cluster.killServer(server);
          }
        }
        await().until(() -> !sync.table().status().connected());
        TableStatus away = sync.table().status();
        assertThat(away.origin()).isEqualTo(Origin.ZOOKEEPER);
        assertThat(away.asOf()).isEqualTo(sync.table().status().asOf());
        assertThat(away.detail()).contains("does not answer");
        assertThat(sync.table().apps()).hasSize(1);

        for (InstanceSpec server : cluster.getInstances()) {
          cluster.restartServer(server);
        }
        tree.put("/bellhop/apps/shop/traffic", "{'epoch':3,'weights':{'v1':100}}");
        await().atMost(Duration.ofSeconds(60)).until(() -> epoch("shop") == 3);
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> tree.exists("/bellhop/routers/r1") && sync.routers().size() == 1);
        assertThat(listener.calls()).doesNotContain("removed shop");
      }
    }
  }

  @Test
  void whatChangedInAnOutageIsFoundAfterIt() throws Exception {
    try (TestingServer server = new TestingServer();
        Tree tree = new Tree(server.getConnectString())) {
      tree.app("shop", "shop.example.com", "10.0.0.1:80");
      tree.app("blog", "blog.example.com", "10.0.0.2:80");
      try (ConfigSync sync = start(server.getConnectString())) {
        awaitInStep(sync);
        // The router's own session may live on; it was told of none of this.
        server.restart();
        tree.delete("/bellhop/apps/shop");
        tree.app("blog", "blog.example.com", "10.0.0.3:80");
        tree.app("next", "next.example.com", "10.0.0.4:80");
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () -> {
                  assertThat(listener.app("shop")).isEmpty();
                  assertThat(listener.app("next")).isPresent();
                  assertThat(listener.app("blog"))
                      .hasValueSatisfying(
                          app ->
                              assertThat(Fixtures.addresses(app, "v1"))
                                  .containsExactly("10.0.0.3:80"));
                });
      }
    }
  }

  @Test
  void anEnsembleThatLostItsDataTakesNothingDown() throws Exception {
    try (TestingServer server = new TestingServer();
        Tree tree = new Tree(server.getConnectString())) {
      tree.app("shop", "shop.example.com", "10.0.0.1:80");
      try (ConfigSync sync = start(server.getConnectString())) {
        awaitInStep(sync);
        server.stop();
        try (TestingServer empty = new TestingServer(server.getPort(), true);
            Tree again = new Tree(empty.getConnectString())) {
          await()
              .atMost(Duration.ofSeconds(60))
              .until(() -> sync.table().status().detail().contains("its data may be lost"));
          assertThat(sync.table().apps()).hasSize(1);
          assertThat(sync.table().status().connected()).isTrue();

          again.app("blog", "blog.example.com", "10.0.0.2:80");
          awaitInStep(sync);
          await().until(() -> listener.app("blog").isPresent());
          assertThat(sync.table().apps()).extracting(App::name).hasToString("[blog]");
        }
      }
    }
  }

  @Test
  void aRegistrationThatVanishesInAnOutageKeepsItsInstance() throws Exception {
    assertThat(addressesAfterAnOutageThatTookThem(Duration.ofMinutes(5)))
        .containsExactly("10.0.0.1:80");
  }

  @Test
  void aRegistrationThatDoesNotComeBackInTimeLosesItsInstance() throws Exception {
    assertThat(addressesAfterAnOutageThatTookThem(Duration.ZERO)).isEmpty();
  }

  private List<String> addressesAfterAnOutageThatTookThem(Duration grace) throws Exception {
    String shop = "/bellhop/apps/shop";
    try (TestingServer server = new TestingServer();
        Tree tree = new Tree(server.getConnectString())) {
      tree.put(shop + "/deployments/v1", "{'source':'registered'}");
      tree.put(shop + "/deployments/v1/instances/0", "{'address':'10.0.0.1:80'}");
      tree.put(shop, "{'hosts':['shop.example.com']}");
      try (ConfigSync sync =
          ConfigSync.start(
              settings(server.getConnectString()).withRegistrationGrace(grace), listener)) {
        awaitInStep(sync);
        server.restart();
        tree.delete(shop + "/deployments/v1/instances/0");
        // Read after the deletion: once it is told of, so is what became of the instance.
        tree.app("marker", "marker.example.com", "10.0.0.2:80");
        await().atMost(Duration.ofSeconds(60)).until(() -> listener.app("marker").isPresent());
        if (grace.isZero()) {
          await().until(() -> addresses("shop").isEmpty());
        }
        return addresses("shop");
      }
    }
  }

  private List<String> addresses(String app) {
    return listener.app(app).map(known -> Fixtures.addresses(known, "v1")).orElse(List.of("none"));
  }

  @Test
  void withoutZooKeeperTheCopyIsServedAndThenReplacedByWhatZooKeeperHas() throws Exception {
    try (TestingServer server = new TestingServer()) {
      try (Tree tree = new Tree(server.getConnectString())) {
        tree.app("shop", "shop.example.com", "10.0.0.1:80");
        tree.app("gone", "gone.example.com", "10.0.0.2:80");
        try (ConfigSync sync = start(server.getConnectString())) {
          awaitInStep(sync);
        }
        tree.delete("/bellhop/apps/gone");
        tree.put("/bellhop/apps/shop", "{'hosts':");
      }
      server.stop();

      try (ConfigSync sync = start(server.getConnectString())) {
        await().until(() -> sync.table().status().origin() == Origin.DISK);
        assertThat(sync.table().apps()).hasSize(2);
        assertThat(sync.table().status().asOf()).isPresent();
        assertThat(sync.table().status().connected()).isFalse();

        server.restart();
        awaitInStep(sync);
        assertThat(listener.app("gone")).isEmpty();
        // Its node is not valid now: what the copy held of it is its last good value.
        assertThat(listener.app("shop")).isPresent();
        assertThat(sync.table().status().rejectedNodes()).isEqualTo(1);
      }
    }
  }

  @Test
  void withoutZooKeeperAndWithoutACopyItWaitsAndSaysWhy() throws Exception {
    try (TestingServer server = new TestingServer()) {
      server.stop();
      try (ConfigSync sync = start(server.getConnectString())) {
        TableStatus status = sync.table().status();
        assertThat(status.loaded()).isFalse();
        assertThat(status.asOf()).isEmpty();
        assertThat(status.detail())
            .isEqualTo(
                "ZooKeeper at %s does not answer; there is no table yet and no copy on disk in use"
                    .formatted(server.getConnectString()));

        server.restart();
        awaitInStep(sync);
      }
    }
  }

  @Test
  void aDamagedCopyIsSetAsideAndZooKeepersTableIsUsed() throws Exception {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("table.copy"), "this is no copy");
    try (TestingServer server = new TestingServer();
        Tree tree = new Tree(server.getConnectString())) {
      tree.app("shop", "shop.example.com", "10.0.0.1:80");
      try (ConfigSync sync = start(server.getConnectString())) {
        awaitInStep(sync);
        assertThat(sync.table().apps()).hasSize(1);
        await().until(() -> Files.exists(directory.resolve("table.copy")));
      }
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .anyMatch(name -> name.startsWith("table.copy.damaged-"));
    }
  }

  @Test
  void aCopyThatCannotBeWrittenIsReportedAndTriedAgain() throws Exception {
    Path blocked = directory.resolve("blocked");
    Files.writeString(blocked, "a file where the directory should be");
    try (TestingServer server = new TestingServer()) {
      SyncSettings settings =
          SyncSettings.of(Fixtures.settings(server), blocked)
              .withCopyInterval(Duration.ofMillis(50));
      try (ConfigSync sync = ConfigSync.start(settings, listener)) {
        await().until(() -> sync.table().status().detail().contains("cannot be written"));
        // Each attempt counts, though they all fail alike.
        await().until(() -> sync.table().status().copyFailures() > 1);
        Files.delete(blocked);
        await().until(() -> Files.exists(blocked.resolve("table.copy")));
        await().until(() -> !sync.table().status().detail().contains("cannot be written"));
        long failures = sync.table().status().copyFailures();
        Instant written = lastModified(blocked);
        sync.store().createApp(AppSpec.of(new AppName("shop"), new HostPattern("a.b")));
        await().until(() -> lastModified(blocked).isAfter(written));
        assertThat(sync.table().status().copyFailures()).isEqualTo(failures);
      }
    }
  }

  @Test
  void leavesAtOnceWhileTheEnsembleItAnnouncedItselfToIsAway() throws Exception {
    try (TestingServer server = new TestingServer()) {
      ConfigSync sync = start(server.getConnectString());
      sync.announce(new RouterInfo(new RouterId("r1"), List.of(), "", "1", List.of()));
      await().until(() -> sync.routers().size() == 1);
      server.stop();
      await().until(() -> !sync.table().status().connected());
      assertTimeoutPreemptively(Duration.ofSeconds(30), sync::close);
    }
  }

  @Test
  void announcesItselfInPlaceOfALifeThatHasNotExpiredYet() throws Exception {
    try (TestingServer server = new TestingServer();
        ConfigSync former = start(server.getConnectString());
        ConfigSync latter = start(server.getConnectString())) {
      former.announce(new RouterInfo(new RouterId("r1"), List.of(), "", "1", List.of()));
      await().until(() -> latter.routers().size() == 1);
      latter.announce(new RouterInfo(new RouterId("r1"), List.of(), "", "2", List.of()));
      await()
          .until(
              () ->
                  latter.routers().stream().map(RouterInfo::version).toList().equals(List.of("2")));
    }
  }

  private static Instant lastModified(Path directory) throws IOException {
    return Files.getLastModifiedTime(directory.resolve("table.copy")).toInstant();
  }
}
