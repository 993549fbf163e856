package io.bellhop.app.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command has from the process it runs in.
 *
 * @param environment the environment's variables
 * @param streams for what is no text
 * @param out for what was asked for
 * @param err for what went wrong
 * @param terminal whether input and output are a terminal that can redraw lines
 */
public record CommandContext(
    Map<String, String> environment,
    StandardStreams streams,
    PrintWriter out,
    PrintWriter err,
    boolean terminal) {

  private CommandContext(
      Map<String, String> environment, StandardStreams streams, boolean terminal) {
    this(environment, streams, text(streams.out()), text(streams.err()), terminal);
  }

  /** A context without a terminal. */
  public CommandContext(Map<String, String> environment, StandardStreams streams) {
    this(environment, streams, false);
  }

  /** A context without terminal and input. */
  public CommandContext(Map<String, String> environment, OutputStream out, OutputStream err) {
    this(environment, new StandardStreams(InputStream.nullInputStream(), out, err));
  }

  private static PrintWriter text(OutputStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** The context of this very process. */
  public static CommandContext ofProcess() {
    return new CommandContext(
        System.getenv(),
        StandardStreams.ofProcess(),
        text(System.out),
        text(System.err),
        Terminal.isThere(System.getenv()));
  }

  AdminClient adminClient() {
    return AdminClient.of(environment);
  }
}
