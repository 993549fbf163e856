package io.bellhop.model.health;

import io.bellhop.model.wake.WakeTrouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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

  /**
   * How an instance that serves one request alone came to its end. Completes once that is known, on
   * any thread, and maybe never: whoever asks waits for a bounded time.
   */
  default CompletionStage<WakeTrouble> end() {
    return new CompletableFuture<>();
  }

  /** What came of a request that {@link #began}. */
  void ended(Outcome outcome);
}
