package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bellhop.app.dev.DevStack;
import io.bellhop.app.dev.Welcome;
import io.bellhop.app.run.StopSignal;
import io.bellhop.app.settings.BellhopSettings;
import io.bellhop.app.settings.SettingsException;
import io.bellhop.app.settings.SettingsLayer;
import io.bellhop.app.settings.SettingsReader;
import io.bellhop.model.StoreException;
import io.bellhop.router.settings.StickySettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "dev",
    mixinStandardHelpOptions = true,
    description =
        "Runs everything on this machine: ZooKeeper, a router, an agent, and two sample backends.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellhop dev",
      "  bellhop dev --port 9000 --admin-port 9902 --data ./dev-data",
      "  bellhop dev --no-samples"
    })
final class DevCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Where requests are taken; 0 for any free port (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      defaultValue = "9901",
      description = "Where the admin API listens; 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int adminPort;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keeps ZooKeeper's data for the next time; without it, all is forgotten.")
  private @Nullable Path data;

  @Option(names = "--config", paramLabel = "FILE", description = "Settings, as YAML.")
  private @Nullable Path config;

  @Option(names = "--no-samples", description = "Starts no sample backends.")
  private boolean withoutSamples;

  DevCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SettingsException, StoreException {
    StopSignal stop = StopSignal.ofProcess();
    try (DataDirectory directory = DataDirectory.of(Optional.ofNullable(data));
        DevStack stack = DevStack.start(settings(directory), directory.zooKeeper())) {
      if (stack.serve(stop)) {
        stack.addAgent(directory.agent());
        if (!withoutSamples) {
          stack.addSamples();
        }
        Welcome.lines(stack).forEach(context.out()::println);
        stop.await();
      }
      stack.shutDown().ifPresent(cut -> ShutdownReport.print(cut, context.err()));
    }
    return ExitCode.OK;
  }

  private BellhopSettings settings(DataDirectory directory) throws SettingsException {
    JsonNodeFactory json = JsonNodeFactory.instance;
    BellhopSettings read =
        new SettingsReader(BellhopSettings.FOR_DEV)
            .read(
                Optional.ofNullable(config),
                context.environment(),
                List.of(
                    SettingsLayer.of("--data", "dataDirectory", directory.router().toString()),
                    SettingsLayer.of("--admin-port", "admin.listen", "127.0.0.1:" + adminPort),
                    SettingsLayer.of(
                        "--port", "router.listen", json.arrayNode().add("127.0.0.1:" + port))));
    return read.router().sticky().hasKey() ? read : withStickyKey(read);
  }

  /** Of chance: a client is given another cookie after the next start, and nothing else is lost. */
  private static BellhopSettings withStickyKey(BellhopSettings settings) {
    StickySettings sticky = new StickySettings(UUID.randomUUID().toString());
    return settings.withRouter(settings.router().withSticky(sticky));
  }
}
