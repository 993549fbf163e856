package io.bellhop.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What stands before the commands on one deployment. */
@Command(
    name = "deployment",
    mixinStandardHelpOptions = true,
    description = "Adds and removes a deployment: one version of an app, and where it runs.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellhop deployment add shop v2 --address 10.0.0.5:3000 10.0.0.6:3000",
      "  bellhop deployment rm shop v1"
    })
final class DeploymentCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  DeploymentCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "deployment what? use add or rm");
  }
}
