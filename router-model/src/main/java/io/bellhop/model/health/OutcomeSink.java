package io.bellhop.model.health;

/**
 * Port: told how one instance does with the requests it is given. Called by event loops for every
 * request, so it must neither block nor lock. Thread safe.
 */
public interface OutcomeSink {
  /** For instances that nobody judges. */
  OutcomeSink NONE =
      new OutcomeSink() {
        @Override
        public void began() {}

        @Override
        public void ended(Outcome outcome) {}
      };

  /** A request was given to the instance; {@link #ended} follows exactly once. */
  void began();

  /**
   * Whether the instance may be given a request; asked only of those that serve one alone, each
   * time before a request is given to them.
   */
  default boolean tryLease() {
    return true;
  }

  /** The one request of an instance that serves one alone, or the tunnel it became, is over. */
  default void released() {}

  /** What came of a request that {@link #began}. */
  void ended(Outcome outcome);
}
