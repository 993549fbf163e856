package io.bellhop.app.cli;

import io.bellhop.app.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Prints the version of Bellhop and of the Java it runs on.",
    footerHeading = "%nExamples:%n",
    footer = "  bellhop version")
final class VersionCommand implements Callable<Integer> {
  private final CommandContext context;

  VersionCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.out().printf("bellhop %s, Java %s%n", Version.current(), Runtime.version());
    return ExitCode.OK;
  }
}
