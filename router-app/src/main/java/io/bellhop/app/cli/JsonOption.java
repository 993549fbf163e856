package io.bellhop.app.cli;

import picocli.CommandLine.Option;

/** What every reading command can be asked for. */
final class JsonOption {
  @Option(names = "--json", description = "Print the API's JSON, for programs.")
  private boolean json;

  boolean wanted() {
    return json;
  }
}
