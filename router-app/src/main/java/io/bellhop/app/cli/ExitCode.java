package io.bellhop.app.cli;

/** What a command tells whoever called it. */
final class ExitCode {
  /** Done. */
  static final int OK = 0;

  /** Refused, or failed. */
  static final int FAILED = 1;

  /** Not understood: wrong arguments or settings. */
  static final int MISUSED = 2;

  private ExitCode() {}
}
