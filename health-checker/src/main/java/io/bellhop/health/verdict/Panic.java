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
 * none healthy, but another deployment
 *   that takes traffic has some        nobody: the other takes its share
 * none healthy                         all that were healthy     nobody: fails at once
 * none was ever healthy                nobody                    nobody
 * </pre>
 */
record Panic(boolean on, boolean open, boolean relieved, int healthy, int counted) {

  /**
   * Judges a deployment.
   *
   * @param relief whether another deployment can take its share of the requests
   */
  static Panic of(PanicPolicy policy, int healthy, int counted, boolean relief) {
    boolean tooFew = healthy == 0 || healthy * 100L < (long) counted * policy.belowPercent();
    boolean on = counted > 0 && tooFew;
    boolean relieved = on && healthy == 0 && relief;
    boolean open = on && !relieved && policy.mode() == PanicPolicy.Mode.OPEN;
    return new Panic(on, open, relieved, healthy, counted);
  }

  /** In words; of no account while it is not on. */
  String text(String deployment) {
    String finding =
        "%d of %d instances of deployment %s are healthy: ".formatted(healthy, counted, deployment);
    if (open) {
      return finding + "requests go to all that were healthy before";
    }
    if (relieved) {
      return finding + "its requests go to the other deployments";
    }
    return finding + (healthy == 0 ? "requests fail at once" : "requests go to the healthy alone");
  }
}
