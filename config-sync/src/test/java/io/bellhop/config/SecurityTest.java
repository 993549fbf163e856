package io.bellhop.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.StoreException;
import io.bellhop.model.StoreException.Reason;
import io.bellhop.model.TableStatus.Origin;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityTest {
  private static final AppSpec SHOP =
      AppSpec.of(new AppName("shop"), new HostPattern("shop.example.com"));

  @TempDir Path directory;

  private ConfigSync start(TestingServer server, String digest, String copy) {
    ZooKeeperSettings usual = Fixtures.settings(server);
    ZooKeeperSettings settings =
        new ZooKeeperSettings(
            usual.connect(),
            usual.root(),
            usual.sessionTimeout(),
            Duration.ofSeconds(10),
            digest,
            usual.tls());
    return ConfigSync.start(settings, directory.resolve(copy), new RecordingListener());
  }

  @Test
  void whatIsMadeWithADigestIsReadAndWrittenWithItOnly() throws Exception {
    try (TestingServer server = new TestingServer();
        ConfigSync owner = start(server, "bellhop:secret", "owner")) {
      owner.store().createApp(SHOP);
      try (ConfigSync peer = start(server, "bellhop:secret", "peer");
          ConfigSync stranger = start(server, "", "stranger")) {
        await().until(() -> peer.table().status().origin() == Origin.ZOOKEEPER);
        assertThat(peer.table().apps()).hasSize(1);

        await().until(() -> stranger.table().status().detail().contains("check zookeeper.digest"));
        assertThat(stranger.table().status().loaded()).isFalse();
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> stranger.store().updateApp(SHOP))
            .withMessageContaining("check zookeeper.digest")
            .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.UNAVAILABLE));
      }
    }
  }
}
