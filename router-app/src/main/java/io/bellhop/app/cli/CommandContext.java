package io.bellhop.app.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command has from the process it runs in.
 *
 * @param environment the environment's variables
 * @param out for what was asked for
 * @param err for what went wrong
 */
public record CommandContext(Map<String, String> environment, PrintWriter out, PrintWriter err) {

  /** The context of this very process. */
  public static CommandContext ofProcess() {
    return new CommandContext(
        System.getenv(),
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8));
  }

  AdminClient adminClient() {
    return AdminClient.of(environment);
  }
}
