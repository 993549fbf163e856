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
 * @param terminal whether a person sees the output as it comes, on a terminal that can redraw lines
 */
public record CommandContext(
    Map<String, String> environment, PrintWriter out, PrintWriter err, boolean terminal) {

  /** A context whose output goes to no terminal. */
  public CommandContext(Map<String, String> environment, PrintWriter out, PrintWriter err) {
    this(environment, out, err, false);
  }

  /** The context of this very process. */
  public static CommandContext ofProcess() {
    return new CommandContext(
        System.getenv(),
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        Terminal.isThere(System.getenv()));
  }

  AdminClient adminClient() {
    return AdminClient.of(environment);
  }
}
