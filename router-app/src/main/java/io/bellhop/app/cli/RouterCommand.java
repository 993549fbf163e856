package io.bellhop.app.cli;

import io.bellhop.app.admin.ChangePolicy;
import io.bellhop.app.run.RouterProcess;
import io.bellhop.app.run.StopSignal;
import io.bellhop.app.settings.BellhopSettings;
import io.bellhop.app.settings.SettingsException;
import io.bellhop.app.settings.SettingsLayer;
import io.bellhop.app.settings.SettingsReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "router",
    mixinStandardHelpOptions = true,
    description = "Runs a router on a ZooKeeper ensemble, until SIGTERM drains it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellhop router --zookeeper zk1:2181,zk2:2181,zk3:2181 --config bellhop.yaml",
      "  bellhop router --config bellhop.yaml --check"
    })
final class RouterCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(
      names = "--zookeeper",
      paramLabel = "HOST:PORT,…",
      description = "The ensemble; stands for zookeeper.connect.")
  private @Nullable String zooKeeper;

  @Option(names = "--config", paramLabel = "FILE", description = "Settings, as YAML.")
  private @Nullable Path config;

  @Option(names = "--check", description = "Only check the settings.")
  private boolean checkOnly;

  RouterCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SettingsException {
    BellhopSettings settings = settings();
    if (checkOnly) {
      context.out().println("the settings are valid");
      return ExitCode.OK;
    }
    StopSignal stop = StopSignal.ofProcess();
    ChangePolicy policy = ChangePolicy.ofToken(settings.admin().token());
    try (RouterProcess process = RouterProcess.start(settings, policy)) {
      if (process.serveOnceLoaded(stop)) {
        stop.await();
      }
      process.shutDown().ifPresent(cut -> ShutdownReport.print(cut, context.err()));
    }
    return ExitCode.OK;
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
