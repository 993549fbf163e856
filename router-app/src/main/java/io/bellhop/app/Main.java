package io.bellhop.app;

import io.bellhop.app.cli.CommandContext;
import io.bellhop.app.cli.Commands;

/** Where everything begins. */
public final class Main {
  private Main() {}

  /** Runs one command and ends with its exit code: 0 done, 1 failed, 2 misused. */
  public static void main(String[] arguments) {
    System.exit(Commands.run(CommandContext.ofProcess(), arguments));
  }
}
