package io.bellhop.app.cli;

import io.bellhop.app.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What stands before every other command. */
@Command(
    name = "bellhop",
    mixinStandardHelpOptions = true,
    versionProvider = BellhopCommand.Provider.class,
    description = "The front door of a platform: routes requests for hostnames to backends.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellhop dev                                   everything on this machine, with two samples",
      "  bellhop app create shop --host shop.localhost",
      "  bellhop deploy shop --deployment v1 --address 127.0.0.1:3000",
      "",
      "Commands that read or change apps ask the admin API at BELLHOP_URL (default",
      "http://127.0.0.1:9901; several parted by commas: any router does), bearing BELLHOP_TOKEN.",
      "Exit codes: 0 done, 1 refused or failed, 2 wrong arguments or settings; of a rollout that was",
      "followed also 3 rolled back, 4 aborted or superseded, 5 done but requests were cut."
    })
final class BellhopCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  BellhopCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command? see the list in the help");
  }

  /** Tells the version. */
  static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"bellhop " + Version.current()};
    }
  }
}
