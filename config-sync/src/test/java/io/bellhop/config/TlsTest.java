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
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.common.ClientX509Util;
import org.apache.zookeeper.server.NettyServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.auth.ProviderRegistry;
import org.apache.zookeeper.server.auth.X509AuthenticationProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static final String PASSWORD = "changeit";
  private static final AppSpec SHOP =
      AppSpec.of(new AppName("shop"), new HostPattern("shop.example.com"));
  private static final String X509_PROVIDER = "zookeeper.authProvider.x509";
  private static final int TICK_MILLIS = 1_000;

  @TempDir Path directory;
  private ServerCnxnFactory server;
  private Map<String, String> serverProperties = Map.of();

  @BeforeEach
  void startServer() throws Exception {
    keyPair("server");
    keyPair("client");
    trust("servers-trust", "client");
    trust("clients-trust", "server");
    serverProperties = serverProperties(store("server"), store("servers-trust"));
    // The server takes its own settings from nowhere else, and reads them when a client comes.
    serverProperties.forEach(System::setProperty);
    ProviderRegistry.addOrUpdateProvider(X509_PROVIDER);
    server = ServerCnxnFactory.createFactory();
    server.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10, 10, true);
    server.startup(
        new ZooKeeperServer(
            directory.resolve("data").toFile(), directory.resolve("log").toFile(), TICK_MILLIS));
  }

  private static Map<String, String> serverProperties(String keys, String trust) {
    try (ClientX509Util names = new ClientX509Util()) {
      return Map.of(
          X509_PROVIDER,
          X509AuthenticationProvider.class.getName(),
          ServerCnxnFactory.ZOOKEEPER_SERVER_CNXN_FACTORY,
          NettyServerCnxnFactory.class.getName(),
          names.getSslKeystoreLocationProperty(),
          keys,
          names.getSslKeystorePasswdProperty(),
          PASSWORD,
          names.getSslTruststoreLocationProperty(),
          trust,
          names.getSslTruststorePasswdProperty(),
          PASSWORD);
    }
  }

  @AfterEach
  void stopServer() {
    server.shutdown();
    serverProperties.keySet().forEach(System::clearProperty);
  }

  private String store(String name) {
    return directory.resolve(name + ".p12").toString();
  }

  private void keyPair(String name) throws Exception {
    keytool(
        "-genkeypair",
        store(name),
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=ip:127.0.0.1",
        "-validity",
        "2");
    keytool("-exportcert", store(name), "-file", store(name) + ".crt");
  }

  private void trust(String name, String trusted) throws Exception {
    keytool("-importcert", store(name), "-file", store(trusted) + ".crt", "-noprompt");
  }

  private static void keytool(String command, String store, String... more) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.addAll(List.of(command, "-alias", "zk", "-storetype", "PKCS12", "-storepass", PASSWORD));
    line.addAll(List.of("-keystore", store));
    line.addAll(List.of(more));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    process.getInputStream().transferTo(OutputStream.nullOutputStream());
    assertThat(process.waitFor()).isZero();
  }

  private ConfigSync start(ZooKeeperSettings.Tls tls) {
    ZooKeeperSettings settings =
        new ZooKeeperSettings(
            "127.0.0.1:" + server.getLocalPort(),
            "/bellhop",
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            "",
            tls);
    return ConfigSync.start(settings, directory.resolve("copy"), new RecordingListener());
  }

  @Test
  void anEnsembleThatAsksForCertificatesIsReadAndWrittenOverTls() throws Exception {
    try (ConfigSync sync = start(tls("clients-trust"))) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> sync.table().status().origin() == Origin.ZOOKEEPER);
      sync.store().createApp(SHOP);
      assertThat(sync.table().apps()).hasSize(1);
    }
  }

  @Test
  void anEnsembleThatIsNotTrustedIsNotTalkedTo() {
    // Trusts the client's certificate only, which is not the one that the server shows.
    try (ConfigSync sync = start(tls("servers-trust"))) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> sync.store().createApp(SHOP))
          .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.UNAVAILABLE));
    }
  }

  private ZooKeeperSettings.Tls tls(String trust) {
    return new ZooKeeperSettings.Tls(true, store("client"), PASSWORD, store(trust), PASSWORD);
  }
}
