package io.bellhop.health.verdict;

/**
 * How many of a deployment may be set aside.
 *
 * @param members that are ready to take requests, ejected ones included
 * @param serving of them that are healthy
 * @param ejected of them that are
 */
record EjectionLimits(int members, int serving, int ejected) {

  /**
   * Whether one more of those serving may be. The last one never is: requests that fail are no
   * worse than requests that have nowhere to go, and by probes alone can be told which it would be.
   */
  boolean allowOneMore(int maxEjectedPercent) {
    if (serving < 2) {
      return false;
    }
    return ejected == 0 || (ejected + 1) * 100L <= (long) members * maxEjectedPercent;
  }
}
