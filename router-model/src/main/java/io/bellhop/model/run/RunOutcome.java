package io.bellhop.model.run;

/** How a run ended. */
public sealed interface RunOutcome {
  /** The exit code of what was stopped since its time was over, as GNU {@code timeout} has it. */
  int TIMED_OUT_CODE = 124;

  /** The exit code of what was not run, or whose end nobody saw, as {@code docker run} has it. */
  int NOT_RUN_CODE = 125;

  /** The exit code of what a person ended, as shells have it. */
  int CANCELLED_CODE = 130;

  /** As it stands in JSON and in metrics: {@code exited}, {@code never_started}. */
  String wireName();

  /** What a shell would show of it, 0 to 255; 0 only for what exited with 0. */
  int exitCode();

  /** Its command ended by itself. */
  record Exited(int code) implements RunOutcome {
    @Override
    public String wireName() {
      return "exited";
    }

    @Override
    public int exitCode() {
      return code;
    }
  }

  /** Somebody other than Bellhop killed it, or the memory limit did. */
  record Killed(int signal, boolean outOfMemory) implements RunOutcome {
    private static final int SIGNALS_FROM = 128;

    @Override
    public String wireName() {
      return "killed";
    }

    @Override
    public int exitCode() {
      return SIGNALS_FROM + signal;
    }
  }

  /** It was stopped since its time was over. */
  record TimedOut() implements RunOutcome {
    @Override
    public String wireName() {
      return "timed_out";
    }

    @Override
    public int exitCode() {
      return TIMED_OUT_CODE;
    }
  }

  /** Somebody asked for its end, before it started or while it ran. */
  record Cancelled() implements RunOutcome {
    @Override
    public String wireName() {
      return "cancelled";
    }

    @Override
    public int exitCode() {
      return CANCELLED_CODE;
    }
  }

  /** Nothing of it was run; it may be asked for again without fear of doing anything twice. */
  record NeverStarted() implements RunOutcome {
    @Override
    public String wireName() {
      return "never_started";
    }

    @Override
    public int exitCode() {
      return NOT_RUN_CODE;
    }
  }

  /** Nobody knows how it ended, or whether it ran to its end. */
  record Lost() implements RunOutcome {
    @Override
    public String wireName() {
      return "lost";
    }

    @Override
    public int exitCode() {
      return NOT_RUN_CODE;
    }
  }
}
