package io.bellhop.model;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How one of a deployment's instances is chosen for a request. */
public enum BalanceStrategy {
  /** The less busy of two drawn at random. */
  POWER_OF_TWO("power-of-two"),
  /** The least busy of all. */
  LEAST_IN_FLIGHT("least-in-flight"),
  /** One after the other. */
  ROUND_ROBIN("round-robin"),
  /** Of two drawn at random, the one with less work ahead by its recent latency. */
  PEAK_EWMA("peak-ewma"),
  /** Always the same one for the same key, as far as it can take it. */
  CONSISTENT_HASH("consistent-hash");

  private final String wireName;

  BalanceStrategy(String wireName) {
    this.wireName = wireName;
  }

  /** The name as it stands in ZooKeeper and in the API. */
  public String wireName() {
    return wireName;
  }

  /** Reads a {@link #wireName()}; throws {@link InvalidValueException} for any other text. */
  public static BalanceStrategy fromWireName(String text) {
    return Arrays.stream(values())
        .filter(strategy -> strategy.wireName.equals(text))
        .findFirst()
        .orElseThrow(() -> new InvalidValueException(unknown(text)));
  }

  private static String unknown(String text) {
    return "balance strategy '%s' is not known: use one of %s"
        .formatted(
            text,
            Arrays.stream(values())
                .map(BalanceStrategy::wireName)
                .collect(Collectors.joining(", ")));
  }
}
