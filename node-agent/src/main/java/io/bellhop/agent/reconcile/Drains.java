package io.bellhop.agent.reconcile;

import io.bellhop.agent.reconcile.Life.Draining;
import io.bellhop.agent.reconcile.Life.Serving;
import io.bellhop.model.launch.Claim;
import java.time.Instant;

/** Takes instances out of rotation before they are stopped. For one thread. */
final class Drains {
  private final Lives lives;
  private final Rotation rotation;
  private final Policy policy;

  Drains(Lives lives, Rotation rotation, Policy policy) {
    this.lives = lives;
    this.rotation = rotation;
    this.policy = policy;
  }

  // ## Serving => Draining

  /**
   * Has routers told, unless the store wants it by then.
   *
   * @param anyway told although it may be wanted: the agent itself is to end
   */
  void begin(Serving serving, boolean anyway, Instant now) {
    put(serving, anyway, now);
    if (anyway) {
      rotation.withdraw(serving.claim(), serving.running());
    } else {
      rotation.drain(serving.claim(), serving.running());
    }
  }

  // ## Draining => Draining, told

  /** The routers are told to give it nothing new, and the store did not want it at that moment. */
  void told(Claim claim, Instant now) {
    if (lives.get(claim.slot()) instanceof Draining draining
        && draining.before().claim().equals(claim)) {
      put(draining.before(), true, now);
    }
  }

  private void put(Serving before, boolean told, Instant now) {
    Instant until = now.plus(policy.drainPause());
    lives.put(before.claim().slot(), new Draining(before, told, until));
  }
}
