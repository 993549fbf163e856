package io.bellhop.app.cli;

import io.bellhop.app.settings.BellhopSettings;
import io.bellhop.app.settings.SettingsException;
import io.bellhop.app.settings.SettingsPrinter;
import io.bellhop.app.settings.SettingsReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "settings",
    mixinStandardHelpOptions = true,
    description = "Prints the settings of a file with all defaults, as YAML, secrets masked.",
    footerHeading = "%nExamples:%n",
    footer = {"  bellhop settings > bellhop.yaml", "  bellhop settings --config bellhop.yaml"})
final class SettingsCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(names = "--config", paramLabel = "FILE", description = "Settings, as YAML.")
  private @Nullable Path config;

  SettingsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SettingsException {
    BellhopSettings settings =
        new SettingsReader(BellhopSettings.DEFAULT)
            .read(Optional.ofNullable(config), Map.of(), List.of());
    context.out().print(SettingsPrinter.toYaml(settings));
    context.out().flush();
    return ExitCode.OK;
  }
}
