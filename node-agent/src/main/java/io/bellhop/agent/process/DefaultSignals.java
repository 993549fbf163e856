package io.bellhop.agent.process;

import java.util.List;

/**
 * Gives commands the signals of terminals back. An agent that was started in the background or by
 * nohup ignores them, what it starts would too, and no shell can undo that (POSIX, trap); the env
 * of GNU coreutils can.
 */
final class DefaultSignals {
  private static final List<String> PREFIX = List.of("env", "--default-signal=HUP,INT,QUIT");

  private DefaultSignals() {}

  /** What goes before a command; nothing where this host's env cannot. */
  static List<String> prefix() {
    return HostCall.succeeds(PREFIX.toArray(String[]::new)) ? PREFIX : List.of();
  }
}
