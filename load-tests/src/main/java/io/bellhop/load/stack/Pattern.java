package io.bellhop.load.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;

/**
 * A stream of bytes of any length in which each piece has one place only: what is lost, doubled or
 * moved is seen.
 */
public final class Pattern {
  // No power of two, so that no buffer's size divides it.
  private static final byte[] BLOCK = block(1_000_003);

  private Pattern() {}

  private static byte[] block(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  /** Writes so many bytes. */
  public static void write(OutputStream out, long length) throws IOException {
    for (long sent = 0; sent < length; sent += BLOCK.length) {
      out.write(BLOCK, 0, (int) Math.min(BLOCK.length, length - sent));
    }
  }

  /**
   * Reads to the end.
   *
   * @return the number of bytes, all of them right
   * @throws IOException also where a byte is wrong
   */
  public static long verify(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long total = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      check(buffer, read, total);
      total += read;
    }
    return total;
  }

  private static void check(byte[] buffer, int length, long position) throws IOException {
    int done = 0;
    while (done < length) {
      int start = (int) ((position + done) % BLOCK.length);
      int piece = Math.min(length - done, BLOCK.length - start);
      if (!Arrays.equals(buffer, done, done + piece, BLOCK, start, start + piece)) {
        throw new IOException("a wrong byte after " + (position + done));
      }
      done += piece;
    }
  }
}
