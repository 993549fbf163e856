package io.bellhop.router.pick;

import io.bellhop.model.BalanceStrategy;

/** The one strategy of each kind. */
final class Strategies {
  private static final Strategy POWER_OF_TWO = new PowerOfTwo(Load.IN_FLIGHT);
  private static final Strategy LEAST_IN_FLIGHT = new LeastInFlight();
  private static final Strategy ROUND_ROBIN = new RoundRobin();
  private static final Strategy PEAK_EWMA = new PowerOfTwo(Load.PEAK_EWMA);
  private static final Strategy CONSISTENT_HASH = new ConsistentHash(POWER_OF_TWO);

  private Strategies() {}

  static Strategy of(BalanceStrategy strategy) {
    return switch (strategy) {
      case POWER_OF_TWO -> POWER_OF_TWO;
      case LEAST_IN_FLIGHT -> LEAST_IN_FLIGHT;
      case ROUND_ROBIN -> ROUND_ROBIN;
      case PEAK_EWMA -> PEAK_EWMA;
      case CONSISTENT_HASH -> CONSISTENT_HASH;
    };
  }
}
