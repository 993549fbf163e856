package io.bellhop.agent.logs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that is put aside as {@code .1}, {@code .2} and so on when it is full. Not thread safe.
 */
final class RotatingFile implements AutoCloseable {
  private final Path path;
  private final LogLimits limits;
  private @Nullable OutputStream open;
  private long size;

  RotatingFile(Path path, LogLimits limits) {
    this.path = path;
    this.limits = limits;
  }

  LogLimits limits() {
    return limits;
  }

  void append(String line) throws IOException {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    if (size + bytes.length > limits.fileBytes() && open != null) {
      rotate();
    }
    opened().write(bytes);
    size += bytes.length;
  }

  private OutputStream opened() throws IOException {
    OutputStream stream = open;
    if (stream == null) {
      Files.createDirectories(path.getParent());
      stream = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      size = Files.size(path);
      open = stream;
    }
    return stream;
  }

  private void rotate() throws IOException {
    close();
    for (int number = limits.files() - 1; number > 0; number--) {
      try {
        Files.move(numbered(number - 1), numbered(number), StandardCopyOption.REPLACE_EXISTING);
      } catch (NoSuchFileException e) {
        // There are not that many yet.
      }
    }
  }

  private Path numbered(int number) {
    return number == 0 ? path : path.resolveSibling(path.getFileName() + "." + number);
  }

  /** Every line kept, oldest first, of at most so many of the newest files. */
  List<String> lines(int files) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int number = Math.min(files, limits.files()) - 1; number >= 0; number--) {
      try {
        lines.addAll(
            new String(Files.readAllBytes(numbered(number)), StandardCharsets.UTF_8)
                .lines()
                .toList());
      } catch (NoSuchFileException e) {
        // There are not that many yet.
      }
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    OutputStream stream = open;
    open = null;
    size = 0;
    if (stream != null) {
      stream.close();
    }
  }
}
