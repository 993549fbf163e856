package io.bellhop.agent.logs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A piece of a log file that ends with a whole line.
 *
 * @param lines as they stand in the file, each with its end
 * @param next the offset at which the next piece begins
 */
public record LogPiece(String lines, long next) {
  private static final int MOST_BYTES = 64 * 1024;

  /** Empty where there is no such file. */
  static Optional<LogPiece> read(Path file, long offset) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.min(Math.max(0, offset), open.length());
      byte[] bytes = new byte[(int) Math.min(MOST_BYTES, open.length() - from)];
      open.seek(from);
      open.readFully(bytes);
      int end = endOfLastLine(bytes);
      return Optional.of(
          new LogPiece(new String(bytes, 0, end, StandardCharsets.UTF_8), from + end));
    }
  }

  /** The last whole line. */
  static Optional<String> last(Path file) throws IOException {
    Optional<LogPiece> piece = read(file, Math.max(0, Files.size(file) - MOST_BYTES));
    return piece.flatMap(each -> each.lines().lines().reduce((earlier, later) -> later));
  }

  private static int endOfLastLine(byte[] bytes) {
    for (int i = bytes.length; i > 0; i--) {
      if (bytes[i - 1] == '\n') {
        return i;
      }
    }
    return 0;
  }
}
