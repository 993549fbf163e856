package io.bellhop.app.cli;

import io.bellhop.agent.AgentSettings;
import io.bellhop.agent.logs.LogLimits;
import io.bellhop.agent.reconcile.Policy;
import io.bellhop.app.Version;
import io.bellhop.app.launch.AgentProcess;
import io.bellhop.app.launch.RuntimeChoice;
import io.bellhop.app.metrics.ScrapedMeters;
import io.bellhop.app.run.HostName;
import io.bellhop.app.run.StopSignal;
import io.bellhop.app.settings.BellhopSettings;
import io.bellhop.app.settings.HostPort;
import io.bellhop.app.settings.SettingsException;
import io.bellhop.app.settings.SettingsLayer;
import io.bellhop.app.settings.SettingsReader;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.AgentId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    description = "Runs instances of launched deployments on this host, until SIGTERM.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellhop agent --zookeeper zk1:2181 --runtime docker --host 10.0.0.7",
      "  bellhop agent --zookeeper zk1:2181 --runtime process --label disk=fast",
      "  bellhop agent --zookeeper zk1:2181 --runtime exec --hook ./scale.sh"
    })
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class AgentCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(AgentCommand.class);
  private static final Duration LONGEST_RETIREMENT = Duration.ofMinutes(2);

  /** What instances are run with. */
  private enum Kind {
    docker,
    process,
    exec
  }

  private final CommandContext context;

  @Option(
      names = "--zookeeper",
      paramLabel = "HOST:PORT,…",
      description = "The ensemble; stands for zookeeper.connect.")
  private @Nullable String zooKeeper;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings, as YAML; of them only zookeeper is used.")
  private @Nullable Path config;

  @Option(
      names = "--runtime",
      required = true,
      paramLabel = "KIND",
      description = "What runs instances: ${COMPLETION-CANDIDATES}.")
  private Kind runtime;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Names this agent, the same at every start (default: the host's name).")
  private String id = HostName.or("agent");

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      defaultValue = ".bellhop/agent",
      description = "For logs and what it has to remember; its alone (default: ${DEFAULT-VALUE}).")
  private Path folder;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Where routers reach this host's instances (default: ${DEFAULT-VALUE}).")
  private String host;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where routers ask it for logs (default: --host, any free port).")
  private String listen = "";

  @Option(
      names = "--metrics",
      paramLabel = "HOST:PORT",
      description = "Where Prometheus finds its /metrics (default: nowhere).")
  private String metrics = "";

  @Option(
      names = "--capacity",
      paramLabel = "KEY=N",
      description =
          "Given to instances in all: instances, memoryMiB, cpuMillis (default: 100, all).")
  private Map<String, Long> capacity = Map.of();

  @Option(
      names = "--label",
      paramLabel = "K=V",
      description = "By which deployments pin their instances to it.")
  private Map<String, String> labels = Map.of();

  @Option(
      names = "--docker",
      paramLabel = "ENDPOINT",
      defaultValue = "unix:///var/run/docker.sock",
      description = "Where the engine listens (default: ${DEFAULT-VALUE}).")
  private String docker;

  @Option(
      names = "--docker-timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "For one call to the engine; starting has more (default: ${DEFAULT-VALUE}).")
  private Duration dockerTimeout;

  @Option(
      names = "--hook",
      paramLabel = "SCRIPT|URL",
      description = "With exec: called with every count that changes.")
  private String hook = "";

  @Option(
      names = "--stop-instances",
      description = "Stops its instances at the end; without it, its next start takes them up.")
  private boolean stopInstances;

  AgentCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SettingsException {
    BellhopSettings settings = settings();
    AgentSettings agent =
        new AgentSettings(
            new AgentId(id),
            AgentCapacity.of(capacity),
            labels,
            folder,
            Version.current(),
            Policy.DEFAULT,
            LogLimits.DEFAULT,
            Optional.empty());
    RuntimeChoice choice = choice();
    StopSignal stop = StopSignal.ofProcess();
    try (ScrapedMeters meters = meters()) {
      end(
          AgentProcess.start(agent, settings.zookeeper(), choice, listen(), meters.registry()),
          stop);
    }
    return ExitCode.OK;
  }

  private ScrapedMeters meters() {
    if (metrics.isEmpty()) {
      return ScrapedMeters.hidden();
    }
    try {
      ScrapedMeters shown = ScrapedMeters.at(HostPort.parse("--metrics", metrics));
      shown.address().map(HostPort::format).ifPresent(at -> LOG.info("metrics on {}", at));
      return shown;
    } catch (IOException e) {
      throw new CommandException(
          "the metrics cannot be shown on %s (%s): name a free address of this host with --metrics"
              .formatted(metrics, e.getMessage()));
    }
  }

  private void end(AgentProcess process, StopSignal stop) {
    stop.await();
    if (!stopInstances) {
      process.leaveBehind();
      context.err().println("the agent ended; its instances go on");
    } else {
      boolean all = process.retire(LONGEST_RETIREMENT);
      process.close();
      context
          .err()
          .println(all ? "every instance was stopped" : "some instances did not stop in time");
    }
  }

  private InetSocketAddress listen() {
    return listen.isEmpty() ? new InetSocketAddress(host, 0) : HostPort.parse("--listen", listen);
  }

  private RuntimeChoice choice() {
    if (runtime == Kind.exec && hook.isEmpty()) {
      throw new InvalidValueException("--runtime exec needs --hook: name a script or a URL");
    }
    return switch (runtime) {
      case docker -> new RuntimeChoice.Containers(docker, host, dockerTimeout);
      case process -> new RuntimeChoice.Processes(host);
      case exec -> new RuntimeChoice.Hook(hook);
    };
  }

  private BellhopSettings settings() throws SettingsException {
    List<SettingsLayer> options =
        zooKeeper == null
            ? List.of()
            : List.of(SettingsLayer.of("--zookeeper", "zookeeper.connect", zooKeeper));
    return new SettingsReader(BellhopSettings.DEFAULT)
        .read(Optional.ofNullable(config), context.environment(), options);
  }
}
