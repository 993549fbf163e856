package io.bellhop.model.run;

import io.bellhop.model.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Names one run among those of its app. */
public record RunId(String value) implements Comparable<RunId> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final int RADIX = 36;
  private static final int CHANCE = RADIX * RADIX * RADIX * RADIX * RADIX;
  private static final int KEY_BYTES = 12;

  /** Throws {@link InvalidValueException} where the id cannot stand in a path or a label. */
  public RunId {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValueException(
          "run '%s' is not valid: use 1 to 40 of a-z, 0-9 and '-', as `bellhop runs` shows it"
              .formatted(value));
    }
  }

  /** A new id; of two the later one sorts last, where clocks agree. */
  public static RunId next(Instant now, RandomGenerator random) {
    String chance = Integer.toString(CHANCE + random.nextInt(CHANCE), RADIX).substring(1);
    return new RunId(Long.toString(now.toEpochMilli(), RADIX) + "-" + chance);
  }

  /**
   * The id of whatever is asked for with an idempotency key: who asks twice names one run, whether
   * the first answer arrived or not.
   */
  public static RunId ofKey(String idempotencyKey) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(idempotencyKey.getBytes(StandardCharsets.UTF_8));
      return new RunId("key-" + HexFormat.of().formatHex(hash, 0, KEY_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public int compareTo(RunId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
