package io.bellhop.app.cli;

import io.bellhop.app.cli.follow.Ending;

/** What a command tells whoever called it. */
final class ExitCode {
  /** Done. */
  static final int OK = 0;

  /** Refused, or failed. */
  static final int FAILED = 1;

  /** Not understood: wrong arguments or settings. */
  static final int MISUSED = 2;

  /** The rollout went back to the old set. */
  static final int ROLLED_BACK = 3;

  /** The rollout ended before its time: aborted, or another took its place. */
  static final int CALLED_OFF = 4;

  /** All traffic is on the new set, but requests on the old one were cut, or may have been. */
  static final int WITH_LOSS = 5;

  private ExitCode() {}

  /** What became of a rollout that was meant to be done. */
  static int of(Ending ending) {
    return switch (ending.outcome()) {
      case COMPLETED, ALREADY_SERVING -> ending.lostSomething() ? WITH_LOSS : OK;
      case FAILED -> FAILED;
      case ROLLED_BACK -> ROLLED_BACK;
      case ABORTED, SUPERSEDED -> CALLED_OFF;
    };
  }

  /** What became of a rollout that was meant to be undone. */
  static int ofUndone(Ending ending) {
    return switch (ending.outcome()) {
      case ROLLED_BACK, ABORTED -> ending.lostSomething() ? WITH_LOSS : OK;
      default -> of(ending) == OK ? FAILED : of(ending);
    };
  }
}
