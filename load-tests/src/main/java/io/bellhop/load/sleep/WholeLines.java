package io.bellhop.load.sleep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Lines of a file that somebody writes on. */
final class WholeLines {
  private WholeLines() {}

  /** Those that are there; not the last one while it is under way. */
  static List<String> of(Path file) throws IOException {
    String text = Files.readString(file);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }
}
