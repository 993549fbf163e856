package io.bellhop.agent.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A shell in a session of its own, with the command and all that the command started. Signals go to
 * the whole group, so that nothing is left when the command dies before its children.
 */
record ProcessGroup(long pid, Instant startedAt) {
  // Between the start of the shell and its first file, on a host that is short of processors.
  private static final Duration SLOWEST_START = Duration.ofSeconds(30);
  // The kernel's clock of starts and that of files differ by a tick.
  private static final Duration CLOCK_STEP = Duration.ofSeconds(1);
  // State, parent and group come before it.
  private static final int SESSION_FIELD = 3;

  /** The shell, where it lives; empty also where its process id was given to another process. */
  Optional<ProcessHandle> shell() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
  }

  private boolean isSame(ProcessHandle handle) {
    Optional<Instant> start = handle.info().startInstant();
    return start.isPresent()
        && !start.get().isAfter(startedAt.plus(CLOCK_STEP))
        && !start.get().isBefore(startedAt.minus(SLOWEST_START));
  }

  /** Whether the process id belongs to another process now, so that no signal may be sent. */
  private boolean reused() {
    return shell().isEmpty() && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  /** Whether any process of the group lives. */
  boolean alive() {
    // A process id is not given out again while a group has it: a group without a shell is ours.
    return shell().isPresent() || (!reused() && signal("0"));
  }

  /** Asks all processes of the group to end. */
  void terminate() {
    if (!reused()) {
      signal("TERM");
    }
  }

  /** Kills all processes of the group. */
  void kill() {
    if (!reused()) {
      signal("KILL");
    }
  }

  /**
   * Kills all of the session that the process leads or led, whatever groups they are in; on Linux
   * only.
   */
  void killSession() {
    if (!reused()) {
      ProcessHandle.allProcesses()
          .filter(process -> session(process) == pid)
          .forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** The session of a process, by /proc (proc_pid_stat(5)); 0 where it is not known. */
  private static long session(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      // The name of the command may hold anything, also blanks and brackets.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Long.parseLong(fields[SESSION_FIELD]);
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  private boolean signal(String name) {
    // Java can signal single processes only; the shell's own kill is there on every system.
    return HostCall.succeeds(
        "sh", "-c", "kill -$1 -$2 2>/dev/null", "sh", name, Long.toString(pid));
  }
}
