package io.bellhop.health.verdict;

/**
 * What one probe came to.
 *
 * @see ProbePlan
 */
public sealed interface ProbeResult {
  /** What happened, in words for an operator. */
  String text();

  /** The name that metrics count it by. */
  String wireName();

  /** It works. */
  record Passed(String text) implements ProbeResult {
    @Override
    public String wireName() {
      return "passed";
    }
  }

  /** It does not work. */
  record Failed(Cause cause, String text) implements ProbeResult {
    @Override
    public String wireName() {
      return cause.wireName();
    }
  }

  /** Something answered that is not the instance. */
  record WrongPeer(String text) implements ProbeResult {
    @Override
    public String wireName() {
      return "wrong_peer";
    }
  }

  /** Why a probe failed. */
  enum Cause {
    /** No connection could be made. */
    CONNECT("connect_failed"),
    /** There was no whole answer in time. */
    TIMEOUT("timed_out"),
    /** The connection ended before the answer was whole. */
    CLOSED("closed"),
    /** What came was not HTTP. */
    PROTOCOL("malformed"),
    /** A status out of the range that passes. */
    STATUS("status"),
    /** A body longer than allowed. */
    BODY("body_too_long");

    private final String wireName;

    Cause(String wireName) {
      this.wireName = wireName;
    }

    /** The name in metrics. */
    public String wireName() {
      return wireName;
    }
  }
}
