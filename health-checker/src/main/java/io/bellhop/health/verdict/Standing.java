package io.bellhop.health.verdict;

import io.bellhop.model.health.HealthState;

/**
 * How an instance stands. Immutable; the methods are the events, and the only transitions.
 *
 * <pre>
 *              passed                    fall failures
 *  Unknown ─────────────────► Up ───────────────────────────► Down
 *     │                       ▲ │ ◄─────────────────────────── │ ▲
 *     │ wrong peer     passed,│ │ ejected     rise passes      │ │ fall failures
 *     │              time over│ ▼                              │ │
 *     │                      Ejected ──────────────────────────┼─┘
 *     ▼      wrong peer, from any                              │
 *  WrongPeer ◄─────────────────────────────────────────────────┘
 *     └──── rise passes (one, if it never was up) ───► Up
 * </pre>
 */
public sealed interface Standing {

  /**
   * What makes a difference.
   *
   * @param rise passes in a row that bring an instance up again
   * @param fall failures in a row that take it down
   */
  record Limits(int rise, int fall) {}

  /** The state that is published. */
  HealthState state();

  /** Why, in words. */
  String reason();

  /** Whether it was ever seen to work: only then may a panic open to it. */
  boolean wasUp();

  /** A probe passed. */
  Standing passed(Limits limits, long now);

  /** A probe failed. */
  Standing failed(String why, Limits limits);

  /** Something else answered. */
  default Standing wrongPeer(String why) {
    return new WrongPeer(wasUp(), 0, why);
  }

  /** Requests failed on it. */
  default Standing ejected(String why, long untilNanos) {
    return this;
  }

  /** Before the first pass. */
  record Unknown(String reason) implements Standing {
    @Override
    public HealthState state() {
      return HealthState.UNKNOWN;
    }

    @Override
    public boolean wasUp() {
      return false;
    }

    @Override
    public Standing passed(Limits limits, long now) {
      return new Up(0, "");
    }

    @Override
    public Standing failed(String why, Limits limits) {
      return new Unknown("not yet up: " + why);
    }
  }

  /** Works, as far as probes say. */
  record Up(int failures, String reason) implements Standing {
    @Override
    public HealthState state() {
      return HealthState.HEALTHY;
    }

    @Override
    public boolean wasUp() {
      return true;
    }

    @Override
    public Standing passed(Limits limits, long now) {
      return new Up(0, "");
    }

    @Override
    public Standing failed(String why, Limits limits) {
      int now = failures + 1;
      return now >= limits.fall()
          ? new Down(0, why)
          : new Up(now, "%d of %d probes failed: %s".formatted(now, limits.fall(), why));
    }

    @Override
    public Standing ejected(String why, long untilNanos) {
      return new Ejected(untilNanos, 0, why);
    }
  }

  /** Its probes fail. */
  record Down(int passes, String reason) implements Standing {
    @Override
    public HealthState state() {
      return HealthState.UNHEALTHY;
    }

    @Override
    public boolean wasUp() {
      return true;
    }

    @Override
    public Standing passed(Limits limits, long now) {
      return passes + 1 >= limits.rise() ? new Up(0, "") : new Down(passes + 1, reason);
    }

    @Override
    public Standing failed(String why, Limits limits) {
      return new Down(0, why);
    }
  }

  /**
   * Set aside because requests failed on it.
   *
   * @param untilNanos before which no pass brings it back
   */
  record Ejected(long untilNanos, int failures, String reason) implements Standing {
    @Override
    public HealthState state() {
      return HealthState.EJECTED;
    }

    @Override
    public boolean wasUp() {
      return true;
    }

    @Override
    public Standing passed(Limits limits, long now) {
      return now - untilNanos >= 0 ? new Up(0, "") : new Ejected(untilNanos, 0, reason);
    }

    @Override
    public Standing failed(String why, Limits limits) {
      return failures + 1 >= limits.fall()
          ? new Down(0, why)
          : new Ejected(untilNanos, failures + 1, reason);
    }
  }

  /** Another one has its address. */
  record WrongPeer(boolean wasUp, int passes, String reason) implements Standing {
    @Override
    public HealthState state() {
      return HealthState.WRONG_PEER;
    }

    @Override
    public Standing passed(Limits limits, long now) {
      int needed = wasUp ? limits.rise() : 1;
      return passes + 1 >= needed ? new Up(0, "") : new WrongPeer(wasUp, passes + 1, reason);
    }

    /** No answer says nothing of who would have given it. */
    @Override
    public Standing failed(String why, Limits limits) {
      return new WrongPeer(wasUp, 0, reason);
    }
  }
}
