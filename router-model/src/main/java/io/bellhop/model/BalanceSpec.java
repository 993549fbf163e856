package io.bellhop.model;

import java.time.Duration;

/**
 * How an app's requests are spread over its instances.
 *
 * @param key what consistent hashing goes by; of no account to the other strategies
 * @param slowStart how long what is new takes to reach its full share: an instance that joins older
 *     ones, or a whole deployment that is switched to; zero for at once
 */
public record BalanceSpec(BalanceStrategy strategy, HashKey key, Duration slowStart) {

  /** What an app gets that asks for nothing else. */
  public static final BalanceSpec DEFAULT =
      new BalanceSpec(BalanceStrategy.POWER_OF_TWO, new HashKey.ClientAddress(), Duration.ZERO);

  /** Throws {@link InvalidValueException} where the slow start is out of 0 to 7 days. */
  public BalanceSpec {
    Bounds.checkOrZero("balance slowStart", slowStart);
  }
}
