package io.bellhop.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where {@code bellhop dev} keeps its data: what was named, or a directory that goes with it. */
final class DataDirectory implements AutoCloseable {
  private final Path root;
  private final boolean temporary;

  private DataDirectory(Path root, boolean temporary) {
    this.root = root;
    this.temporary = temporary;
  }

  static DataDirectory of(Optional<Path> named) {
    try {
      return named.isPresent()
          ? new DataDirectory(Files.createDirectories(named.get()), false)
          : new DataDirectory(Files.createTempDirectory("bellhop-dev"), true);
    } catch (IOException e) {
      throw new CommandException(
          "the data directory cannot be made (%s): name one that can, with --data".formatted(e), e);
    }
  }

  Path zooKeeper() {
    return root.resolve("zookeeper");
  }

  Path router() {
    return root.resolve("router");
  }

  Path agent() {
    return root.resolve("agent");
  }

  @Override
  public void close() {
    if (temporary) {
      delete();
    }
  }

  private void delete() {
    try (Stream<Path> found = Files.walk(root)) {
      List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new CommandException(
          "the temporary directory %s could not be removed (%s): remove it by hand"
              .formatted(root, e),
          e);
    }
  }
}
