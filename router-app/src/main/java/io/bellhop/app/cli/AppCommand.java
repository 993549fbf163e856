package io.bellhop.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What stands before the commands on one app. */
@Command(
    name = "app",
    mixinStandardHelpOptions = true,
    description = "Creates, changes, shows and removes an app.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellhop app create shop --host shop.example.com --path /",
      "  bellhop app set shop timeouts.firstByteMillis=5000",
      "  bellhop app set shop health.path=/up retries.attempts=2",
      "  bellhop app show shop",
      "  bellhop app rm shop"
    })
final class AppCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  AppCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "app what? use create, set, show or rm");
  }
}
