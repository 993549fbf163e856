package io.bellhop.health.verdict;

import io.bellhop.model.PanicPolicy;

/**
 * What a deployment's panic policy does now. Instances count that are ready and were healthy at
 * least once: those that still boot tell nothing of a deployment, be they many or few.
 *
 * <pre>
 *                                      OPEN                      CLOSED
 * healthy share at belowPercent, or
 *   above it, and one is healthy       healthy ones              healthy ones
 * below it                             all that were healthy     healthy ones
 * none healthy                         all that were healthy     nobody: fails at once
 * none was ever healthy                nobody                    nobody
 * </pre>
 */
record Panic(boolean on, boolean open, int healthy, int counted) {

  static Panic of(PanicPolicy policy, int healthy, int counted) {
    boolean tooFew = healthy == 0 || healthy * 100L < (long) counted * policy.belowPercent();
    boolean on = counted > 0 && tooFew;
    return new Panic(on, on && policy.mode() == PanicPolicy.Mode.OPEN, healthy, counted);
  }

  /** In words; of no account while it is not on. */
  String text(String deployment) {
    String finding =
        "%d of %d instances of deployment %s are healthy: ".formatted(healthy, counted, deployment);
    if (open) {
      return finding + "requests go to all that were healthy before";
    }
    return finding + (healthy == 0 ? "requests fail at once" : "requests go to the healthy alone");
  }
}
