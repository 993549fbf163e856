package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.function.BiConsumer;
import picocli.CommandLine.Option;

/** What every reading command can be asked for. */
final class JsonOption {
  @Option(names = "--json", description = "Print the API's JSON, for programs.")
  private boolean json;

  boolean wanted() {
    return json;
  }

  /** Prints what the API answered: as it is, or for people. */
  void show(PrintWriter out, JsonNode body, BiConsumer<PrintWriter, JsonNode> forPeople) {
    if (json) {
      Show.json(out, body);
    } else {
      forPeople.accept(out, body);
    }
  }
}
