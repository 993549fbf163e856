package io.bellhop.app.cli;

import java.io.Console;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether output goes to a terminal. */
final class Terminal {
  private static final String DUMB = "dumb";

  private Terminal() {}

  static boolean isThere(Map<String, String> environment) {
    String kind = environment.getOrDefault("TERM", DUMB);
    return !kind.equals(DUMB) && isTerminal(System.console());
  }

  /** From Java 22 on there is a console in any case, which says itself whether it is a terminal. */
  private static boolean isTerminal(@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
