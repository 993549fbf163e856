package io.bellhop.agent.reconcile;

import io.bellhop.agent.runtime.Ending;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.model.launch.ExitReport;
import io.bellhop.model.launch.ExitReport.Reason;
import io.bellhop.model.launch.InstanceSize;
import io.bellhop.model.launch.LaunchSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Says in words how an instance ended, and what would help. */
final class EndReports {
  private static final int CANNOT_BE_RUN = 126;
  private static final int NOT_FOUND = 127;

  private EndReports() {}

  /** An instance that ended by itself. */
  static ExitReport crashed(Observed instance, Optional<LaunchSpec> spec) {
    Ending ending = instance.ending().orElseThrow();
    Reason reason = reason(ending);
    return report(instance, ending, reason, message(instance, ending, reason, spec));
  }

  /** An instance that ended because the agent stopped it. */
  static ExitReport stopped(Observed instance, Reason reason, Optional<LaunchSpec> spec) {
    Ending ending = instance.ending().orElseThrow();
    String message =
        reason == Reason.NEVER_LISTENED
            ? neverListened(instance, spec)
            : "instance %s was stopped: it was no longer wanted".formatted(instance.slot());
    return report(instance, ending, reason, message);
  }

  private static ExitReport report(
      Observed instance, Ending ending, Reason reason, String message) {
    Duration ranFor = Duration.between(instance.startedAt(), ending.finishedAt());
    return new ExitReport(
        reason,
        ending.signal().isPresent() ? OptionalInt.empty() : ending.code(),
        ending.signal(),
        ending.lastLines(),
        ranFor.isNegative() ? Duration.ZERO : ranFor,
        message);
  }

  private static Reason reason(Ending ending) {
    if (ending.outOfMemory()) {
      return Reason.OUT_OF_MEMORY;
    }
    if (ending.code().isEmpty()) {
      return Reason.LOST;
    }
    return ending.signal().isPresent() ? Reason.KILLED : Reason.EXITED;
  }

  private static String message(
      Observed instance, Ending ending, Reason reason, Optional<LaunchSpec> spec) {
    String size = spec.map(LaunchSpec::size).map(EndReports::size).orElse("its limit");
    String what =
        switch (reason) {
          case OUT_OF_MEMORY -> "wanted more memory than %s: choose a larger size".formatted(size);
          case KILLED ->
              "was killed by signal %d: by somebody on its host, or for want of memory (%s)"
                  .formatted(ending.signal().orElse(0), size);
          case LOST -> "vanished unseen: its host was restarted, or somebody removed it";
          default -> exited(ending.code().orElse(0));
        };
    return "instance %s %s".formatted(instance.slot(), what);
  }

  private static String exited(int code) {
    return switch (code) {
      case 0 ->
          "exited with code 0: its command must serve for as long as it is wanted, and not go to"
              + " the background";
      case CANNOT_BE_RUN -> "exited with code 126: its command may not be run: make it executable";
      case NOT_FOUND -> "exited with code 127: its command was not found: correct it";
      default -> "exited with code %d: see its last lines".formatted(code);
    };
  }

  private static String size(InstanceSize size) {
    return "size %s has %d MiB".formatted(size.name(), size.memoryBytes() >> 20);
  }

  private static String neverListened(Observed instance, Optional<LaunchSpec> spec) {
    String where = instance.address().map(at -> "port " + at.port()).orElse("its port");
    return ("instance %s did not listen on %s within %d ms: have it listen on $PORT of all"
            + " addresses, or raise bootTimeout")
        .formatted(
            instance.slot(), where, spec.map(each -> each.bootTimeout().toMillis()).orElse(0L));
  }
}
