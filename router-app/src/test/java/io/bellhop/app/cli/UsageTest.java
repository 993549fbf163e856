package io.bellhop.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.bellhop.app.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What commands say where no router is needed. */
class UsageTest {
  private final CommandRunner bellhop = new CommandRunner(Map.of());
  @TempDir private Path directory;

  static Stream<CommandLine> commands() {
    CommandContext nowhere =
        new CommandContext(
            Map.of(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
    List<CommandLine> all = new ArrayList<>();
    collect(Commands.tree(nowhere), all);
    return all.stream();
  }

  private static void collect(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(each -> collect(each, all));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasOneLineThatDescribesItAndAnExample(CommandLine command) {
    var usage = command.getCommandSpec().usageMessage();
    assertThat(usage.description()).hasSize(1);
    assertThat(usage.footerHeading()).contains("Examples:");
    assertThat(usage.footer()).isNotEmpty();
  }

  @Test
  void helpOfACommandIsHadEitherWay() {
    String help = bellhop.run("deploy", "--help").succeeds().out();
    bellhop.run("help", "deploy").prints("--canary=PERCENT");
    assertThat(bellhop.run("help", "deploy").out()).isEqualTo(help);
    bellhop.run("help").prints("rollback ");
  }

  @Test
  void whoWaitsDoesNotDetach() {
    bellhop.run("deploy", "shop", "-d", "v1", "--wait", "--detach").failsWith(2, "--detach");
  }

  @Test
  void helpListsEveryCommand() {
    bellhop
        .run("--help")
        .prints("dev ")
        .prints("router ")
        .prints("agent ")
        .prints("apps ")
        .prints("deployment ")
        .prints("deploy ")
        .prints("rollback ")
        .prints("rollouts ")
        .prints("events ")
        .prints("pause ")
        .prints("switch, split ")
        .prints("run ")
        .prints("runs ")
        .prints("cancel ")
        .prints("ps ")
        .prints("explain ")
        .prints("Exit codes:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "--version", "-V"})
  void theVersionIsTold(String argument) {
    assertThat(Version.current()).isNotEqualTo("unknown").doesNotContain("$");
    bellhop.run(argument).prints("bellhop " + Version.current());
  }

  @Test
  void aMistypedCommandIsAnsweredWithTheNearest() {
    bellhop.run("swich", "a", "b=1").failsWith(2, "bellhop switch");
  }

  @Test
  void aGroupAloneSaysWhatItTakes() {
    bellhop.run("app").failsWith(2, "create, set, show or rm");
    bellhop.run("deployment").failsWith(2, "add or rm");
    bellhop.run().failsWith(2, "bellhop --help");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app create A_ --host a.b",
        "app create a",
        "app create a --host a..b",
        "app set a",
        "app set a nonsense",
        "deployment add a v1",
        "deployment add a v1 --address nowhere",
        "deployment add a v1 --registered --curator-path /x",
        "deploy a",
        "deploy a --deployment v1 --canary x",
        "deploy a --deployment v1 --keep soon",
        "deployment add a v1 --size M",
        "deployment add a v1 --command serve --size huge",
        "deployment add a v1 --command serve --registered",
        "agent",
        "agent --runtime magic",
        "agent --runtime exec",
        "agent --runtime process --capacity disks=3",
        "agent --runtime process --metrics nowhere",
        "run a",
        "run a --timeout soon -- work",
        "cancel a",
        "switch a",
        "switch a v1",
        "switch a v1=many",
        "switch a v1=1 --epoch soon",
      })
  void wrongArgumentsAreMisuse(String line) {
    bellhop.run(line.split(" ")).failsWith(2, "bellhop: ");
  }

  @Test
  void nobodyListeningIsNamedWithTheRemedy() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String url = "http://127.0.0.1:" + port;
    new CommandRunner(Map.of("BELLHOP_URL", url))
        .run("apps")
        .failsWith(1, "nothing answers at " + url)
        .failsWith(1, "BELLHOP_URL");
  }

  @Test
  void anAddressForMetricsThatIsTakenIsNamedWithTheRemedy() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      bellhop
          .run("agent", "--runtime", "process", "--metrics", address)
          .failsWith(1, "cannot be shown on " + address)
          .failsWith(1, "with --metrics");
    }
  }

  @Test
  void aUrlThatIsNoneIsRefused() {
    new CommandRunner(Map.of("BELLHOP_URL", "localhost:9901"))
        .run("apps")
        .failsWith(1, "BELLHOP_URL of 'localhost:9901'");
  }

  @Test
  void whatIsNoAdminApiIsToldFromOne() throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.start();
    try {
      new CommandRunner(Map.of("BELLHOP_URL", "http://127.0.0.1:" + other.getAddress().getPort()))
          .run("apps")
          .failsWith(1, "does BELLHOP_URL name a Bellhop admin API?");
    } finally {
      other.stop(0);
    }
  }

  @Test
  void settingsArePrintedAndChecked() throws IOException {
    Path file = directory.resolve("bellhop.yaml");
    Files.writeString(file, "routerId: edge-1\n");
    bellhop.run("settings", "--config", file.toString()).prints("routerId: edge-1");
    bellhop.run("router", "--config", file.toString(), "--check").prints("the settings are valid");
    Files.writeString(file, "routerld: edge-1\n");
    bellhop
        .run("router", "--config", file.toString(), "--check")
        .failsWith(2, "did you mean routerId?");
  }

  @Test
  void aMissingSettingsFileIsMisuse() {
    bellhop.run("router", "--config", "missing.yaml").failsWith(2, "missing.yaml does not exist");
  }
}
