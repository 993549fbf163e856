package io.bellhop.router.exchange;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes request ids: 32 hex digits, unique for all practical purposes. Confined to one thread. */
public final class RequestIds {
  private static final int MAX_KEPT_LENGTH = 128;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final SplittableRandom random;
  private final byte[] digits = new byte[32];

  /** Ids drawn from the given source. */
  public RequestIds(SplittableRandom random) {
    this.random = random;
  }

  /** A new id. */
  public String next() {
    write(random.nextLong(), 0);
    write(random.nextLong(), 16);
    return new String(digits, StandardCharsets.ISO_8859_1);
  }

  /** Whether an id that a client sent can be kept: short, and harmless in logs and headers. */
  public static boolean keepable(@Nullable String id) {
    if (id == null || id.isEmpty() || id.length() > MAX_KEPT_LENGTH) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\' || c == '<' || c == '>') {
        return false;
      }
    }
    return true;
  }

  private void write(long bits, int at) {
    for (int i = 0; i < 16; i++) {
      digits[at + i] = HEX[(int) (bits >>> (60 - 4 * i)) & 0xf];
    }
  }
}
