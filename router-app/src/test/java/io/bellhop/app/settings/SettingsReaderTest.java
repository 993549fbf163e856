package io.bellhop.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.config.SyncSettings;
import io.bellhop.config.ZooKeeperSettings;
import io.bellhop.health.HealthSettings;
import io.bellhop.router.settings.AccessLogSettings;
import io.bellhop.router.settings.ClientLimits;
import io.bellhop.router.settings.ClientTimeouts;
import io.bellhop.router.settings.Forwarding;
import io.bellhop.router.settings.HoldSettings;
import io.bellhop.router.settings.MeterSettings;
import io.bellhop.router.settings.PoolSettings;
import io.bellhop.router.settings.RouterSettings;
import io.bellhop.router.settings.StickySettings;
import io.bellhop.router.settings.TransportChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
  private final SettingsReader reader = new SettingsReader(BellhopSettings.DEFAULT);
  @TempDir private Path directory = Path.of("replaced");

  @Test
  void nothingSetGivesTheDefaults() throws SettingsException {
    assertThat(reader.read(Optional.empty(), Map.of(), List.of()))
        .isEqualTo(BellhopSettings.DEFAULT);
  }

  @Test
  void anEmptyFileGivesTheDefaults() throws Exception {
    assertThat(read("# nothing yet\n")).isEqualTo(BellhopSettings.DEFAULT);
  }

  @Test
  void aSectionWithAllLinesCommentedOutGivesTheDefaults() throws Exception {
    assertThat(read("router:\n#  eventLoops: 2\n")).isEqualTo(BellhopSettings.DEFAULT);
  }

  @Test
  void everyKeyCanBeSet() throws Exception {
    BellhopSettings expected =
        new BellhopSettings(
            "edge-1",
            "/var/lib/bellhop",
            new ZooKeeperSettings(
                "zk1:2181,zk2:2181",
                "/other",
                Duration.ofSeconds(20),
                Duration.ofMillis(2_500),
                "user:password",
                new ZooKeeperSettings.Tls(true, "/k.p12", "kpass", "/t.p12", "tpass")),
            new TableSettings(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMinutes(3)),
            new RouterSettings(
                List.of("127.0.0.1:1", "[::1]:2"),
                TransportChoice.NIO,
                3,
                new ClientLimits(512, 2_048, 16, 7, 4_096),
                new ClientTimeouts(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(4),
                    Duration.ofMinutes(5)),
                new Forwarding(List.of("10.0.0.0/8"), true, "edge"),
                new PoolSettings(5, Duration.ofSeconds(6), Duration.ofMillis(700), 8192, 9),
                new HoldSettings(4_096),
                new StickySettings("sixteen or more!"),
                new AccessLogSettings(AccessLogSettings.Mode.SAMPLED, 10, "/log", 1_024),
                new MeterSettings(123, Duration.ofMinutes(7))),
            new HealthSettings(10, 20, 30, Duration.ofSeconds(4), Duration.ofSeconds(9)),
            new AdminSettings("0.0.0.0:9", "long enough", 2, 2_048),
            new ShutdownSettings(Duration.ZERO, Duration.ofHours(1)),
            new RunSettings(8));
    assertThat(
            read(
                """
                routerId: edge-1
                dataDirectory: /var/lib/bellhop
                zookeeper:
                  connect: zk1:2181,zk2:2181
                  root: /other
                  sessionTimeout: 20s
                  connectTimeout: 2500ms
                  digest: user:password
                  tls:
                    enabled: true
                    keyStore: /k.p12
                    keyStorePassword: kpass
                    trustStore: /t.p12
                    trustStorePassword: tpass
                table:
                  copyInterval: 1s
                  bootWait: 2s
                  registrationGrace: 3m
                router:
                  listen: ["127.0.0.1:1", "[::1]:2"]
                  transport: nio
                  eventLoops: 3
                  limits:
                    maxTargetBytes: 512
                    maxHeadBytes: 2048
                    maxHeaderCount: 16
                    maxConnections: 7
                    maxResponseHeadBytes: 4096
                  timeouts:
                    head: 1s
                    idle: 2s
                    body: 3s
                    halfClose: 4s
                    linger: 5m
                  forwarding:
                    trustedProxies: [10.0.0.0/8]
                    forwardedHeader: true
                    via: edge
                  pool:
                    maxIdlePerBackend: 5
                    idleTimeout: 6s
                    reuseUnsafeWithin: 700ms
                    maxReplayBytes: 8192
                    maxConnecting: 9
                  hold:
                    maxBytes: 4096
                  sticky:
                    key: sixteen or more!
                  accessLog:
                    mode: sampled
                    sampleEvery: 10
                    file: /log
                    queueCapacity: 1024
                  metrics:
                    maxSeries: 123
                    idleExpiry: 7m
                health:
                  maxConcurrentProbes: 10
                  maxBootProbesPerSecond: 20
                  maxKeptConnections: 30
                  startWait: 4s
                  stallAfter: 9s
                admin:
                  listen: 0.0.0.0:9
                  token: long enough
                  threads: 2
                  maxBodyBytes: 2048
                shutdown:
                  readinessDelay: 0s
                  drainDeadline: 1h
                runs:
                  maxPerAccount: 8
                """))
        .isEqualTo(expected)
        .usingRecursiveComparison()
        .isNotEqualTo(BellhopSettings.DEFAULT);
  }

  @Test
  void theTimesOfTheTableReachWhatFollowsZooKeeper() throws Exception {
    BellhopSettings settings =
        read(
            "table: {copyInterval: 1s, bootWait: 2s, registrationGrace: 3m}\nruns: {maxPerAccount: 7}");
    assertThat(settings.sync())
        .isEqualTo(
            new SyncSettings(
                settings.zookeeper(),
                Path.of(settings.dataDirectory()),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofMinutes(3),
                7));
  }

  @Test
  void whatIsPrintedReadsBackTheSame() throws Exception {
    assertThat(read(SettingsPrinter.toYaml(BellhopSettings.DEFAULT)))
        .isEqualTo(BellhopSettings.DEFAULT);
  }

  @Test
  void secretsAreNotPrinted() throws Exception {
    BellhopSettings settings = read("admin: {token: not for your eyes}");
    assertThat(SettingsPrinter.toYaml(settings)).doesNotContain("not for your eyes");
    assertThat(settings.toString()).doesNotContain("not for your eyes");
  }

  @Test
  void theEnvironmentsSecretsWinOverTheFile() throws Exception {
    BellhopSettings settings =
        reader.read(
            Optional.of(file("admin: {token: from the file}")),
            Map.of(
                "BELLHOP_TOKEN", "from the environment", "BELLHOP_ZOOKEEPER_DIGEST", "user:secret"),
            List.of());
    assertThat(settings.admin().token()).isEqualTo("from the environment");
    assertThat(settings.zookeeper().digest()).isEqualTo("user:secret");
  }

  @Test
  void anOptionWinsOverEverything() throws Exception {
    BellhopSettings settings =
        reader.read(
            Optional.of(file("zookeeper: {connect: 'file:1'}")),
            Map.of(),
            List.of(SettingsLayer.of("--zookeeper", "zookeeper.connect", "option:2")));
    assertThat(settings.zookeeper().connect()).isEqualTo("option:2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "router: {timeouts: {heat: 5s}} | router.timeouts.heat | router.timeouts.head",
        "routr: {listen: []}            | routr                | router",
        "timeouts: {head: 5s}           | timeouts             | router.timeouts",
        "zookeeper: {conect: 'a:1'}     | zookeeper.conect     | zookeeper.connect",
        "admin: {head: 5s}              | admin.head           | router.timeouts.head",
      })
  void anUnknownKeyIsRefusedWithTheNearestKnownOne(String yaml, String key, String nearest) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("bellhop.yaml")
        .hasMessageContaining("unknown key " + key + ";")
        .hasMessageEndingWith("did you mean " + nearest + "?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "router: {eventLoops: two}        | router.eventLoops must be a whole number",
        "router: {eventLoops: 1.5}        | router.eventLoops must be a whole number",
        "router: {eventLoops: 99999999999} | router.eventLoops",
        "router: {listen: '0.0.0.0:80'}   | router.listen must be a list",
        "router: [1]                      | router must be a section",
        "routerId:                        | routerId must be text",
        "routerId: 7                      | routerId must be text",
        "zookeeper: {tls: {enabled: yes}} | zookeeper.tls.enabled must be true or false",
        "shutdown: {drainDeadline: 30}    | shutdown.drainDeadline must be text",
        "shutdown: {drainDeadline: 30sec} | shutdown.drainDeadline: '30sec' is not a duration",
        "table: {bootWait: 25h}           | table.bootWait of 25h is not valid: use 0s to 1d",
        "table: {copyInterval: 2d}        | table.copyInterval of 2d",
        "table: {registrationGrace: 30}   | table.registrationGrace must be text",
        "router: {transport: kqueue}      | use one of auto, io_uring, epoll, nio",
        "router: {pool: {maxReplayBytes: -1}} | pool.maxReplayBytes of -1",
        "zookeeper: {root: bellhop}       | zookeeper.root of 'bellhop'",
        "admin: {listen: here}            | admin.listen of 'here'",
        "admin: {token: short}            | admin.token",
        "routerId: 'a b'                  | router id 'a b'",
      })
  void aValueOfTheWrongFormIsRefusedByItsKey(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("bellhop.yaml")
        .hasMessageContaining(message);
  }

  @Test
  void namesOfChoicesMayBeWrittenEitherWay() throws Exception {
    assertThat(read("router: {transport: IO-URING}").router().transport())
        .isEqualTo(TransportChoice.IO_URING);
  }

  @Test
  void aKeyGivenTwiceIsRefused() {
    assertThatThrownBy(() -> read("routerId: a\nrouterId: b\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("duplicate key routerId");
  }

  @ParameterizedTest
  @CsvSource({"'a: [', not valid YAML", "'- a', holds a list"})
  void whatIsNoSettingsFileIsRefused(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = directory.resolve("missing.yaml");
    assertThatThrownBy(() -> reader.read(Optional.of(missing), Map.of(), List.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessage(missing + " does not exist: name an existing file with --config");
  }

  @Test
  void anUnreadableFileIsNamed() {
    assertThatThrownBy(() -> reader.read(Optional.of(directory), Map.of(), List.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(directory + " cannot be read");
  }

  private BellhopSettings read(String yaml) throws SettingsException, IOException {
    return reader.read(Optional.of(file(yaml)), Map.of(), List.of());
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("bellhop.yaml"), yaml);
  }
}
