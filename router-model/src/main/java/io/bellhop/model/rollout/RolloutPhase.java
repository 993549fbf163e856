package io.bellhop.model.rollout;

import io.bellhop.model.InvalidValueException;
import java.util.Locale;

/**
 * What a rollout waits for. An arrow is a transaction; where what the next phase waits for is met
 * already, that one's arrow is part of it, but for those behind a switch.
 *
 * <pre>
 *   queued ──begin──▶ LAUNCH ──▶ VERIFY ──▶ WARM ──switch──▶ ACKNOWLEDGE ──last step──▶ DRAIN
 *              │         │          │         ▲ │                │    ▲                 │   │
 *              │         └─ failed ─┴─────────┘ │     step below │    │ next step       │   │ deadline
 *              │       or aborted: old set      │      100 %     ▼    │                 │   ▼
 *              │       serves untouched         │              CANARY ┘          drained│  CUT
 *              ▼                                                  │                     ▼   │
 *   already serving alone: ended                                  │                   KEEP ◀┘
 *                                                                 │                     │ time over,
 *   back: from ACKNOWLEDGE, CANARY, DRAIN, CUT or KEEP, by ◀──────┘                     │ or the next
 *   command or automatically, the switch is turned back: ACKNOWLEDGE ──▶ DRAIN          ▼ one waits
 *   (──▶ CUT) of the new set ──▶ its instances stopped, ended                 old set stopped, ended
 *
 *   from every phase: the weights were changed by somebody else ──▶ ended, superseded
 * </pre>
 */
public enum RolloutPhase {
  /** For as many instances of the new set as are wanted to be there. */
  LAUNCH,
  /** For every router to see as many healthy as are wanted. */
  VERIFY,
  /** For every router to have opened connections to the new set. */
  WARM,
  /** For every router to apply the epoch of the switch. */
  ACKNOWLEDGE,
  /** For the hold of a canary step to pass, or for a promotion. */
  CANARY,
  /** For nothing to be in flight any more, anywhere, on the set that was switched away from. */
  DRAIN,
  /** For the routers to end what was still in flight at the drain deadline. */
  CUT,
  /** For the time to pass in which the old set is kept for a rollback. */
  KEEP;

  /** Whether traffic is still as it was before the rollout. */
  public boolean isBeforeSwitch() {
    return this == LAUNCH || this == VERIFY || this == WARM;
  }

  /** The name as it stands in ZooKeeper and in the API. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a {@link #wireName()}; throws {@link InvalidValueException} for any other text. */
  public static RolloutPhase fromWireName(String text) {
    return WireNames.read(values(), RolloutPhase::wireName, text, "rollout phase");
  }
}
