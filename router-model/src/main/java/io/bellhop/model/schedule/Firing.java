package io.bellhop.model.schedule;

import io.bellhop.model.run.RunId;
import java.time.Instant;

/** What became of a due time. */
public sealed interface Firing {
  /** When it was due. */
  Instant due();

  /** Its run was asked for. */
  record Fired(Instant due, RunId run) implements Firing {}

  /**
   * It was left out.
   *
   * @param why and what would help, for a user's eyes
   */
  record Skipped(Instant due, String why) implements Firing {}
}
