package io.bellhop.router.control;

/**
 * A hash that is the same on every router and in every version: FNV-1a, finished by the mixer of
 * MurmurHash3, as FNV alone leaves the high bits of short texts alike.
 */
public final class StableHash {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final int BYTE = 0xff;

  private StableHash() {}

  /** The hash of a text. */
  public static long of(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      hash = (hash ^ (unit & BYTE)) * FNV_PRIME;
      hash = (hash ^ (unit >>> Byte.SIZE)) * FNV_PRIME;
    }
    return mix(hash);
  }

  /** The hash of two hashes together. */
  public static long of(long one, long other) {
    return mix(one ^ Long.rotateLeft(other, 1));
  }

  private static long mix(long hash) {
    long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
