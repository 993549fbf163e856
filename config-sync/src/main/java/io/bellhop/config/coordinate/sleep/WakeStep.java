package io.bellhop.config.coordinate.sleep;

import io.bellhop.model.Traffic;
import io.bellhop.model.sleep.WakeLedger;
import io.bellhop.model.wake.WakeAnswer;
import java.util.Optional;

/** What a call to wake an app leads to. */
public sealed interface WakeStep {
  /** Nothing is to be written. */
  record Answered(WakeAnswer answer) implements WakeStep {}

  /**
   * One transaction, after which it serves.
   *
   * @param ledger with the wake, where it was one
   */
  record Change(Traffic traffic, Optional<WakeLedger> ledger) implements WakeStep {}
}
