package io.bellhop.load.stack;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;

/**
 * One run of a scenario: a directory for its files, and everything it started, ended in reverse
 * order. For one thread.
 */
public final class Workspace implements AutoCloseable {
  private final Path repository;
  private final Path directory;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  /**
   * Makes the directory.
   *
   * @param repository where the {@code bellhop} launcher is
   */
  public Workspace(Path repository) {
    this.repository = repository.toAbsolutePath().normalize();
    try {
      this.directory = Files.createTempDirectory("bellhop-load.");
    } catch (IOException e) {
      throw new LoadTestException("cannot make a directory for the run", e);
    }
  }

  /** The launcher. */
  public Path launcher() {
    return repository.resolve("bellhop");
  }

  /** The files of this run. */
  public Path directory() {
    return directory;
  }

  /** A file or directory of this run. */
  public Path file(String name) {
    return directory.resolve(name);
  }

  /** Writes a file of this run. */
  public Path write(String name, String content) {
    try {
      return Files.writeString(file(name), content);
    } catch (IOException e) {
      throw new LoadTestException("cannot write " + file(name), e);
    }
  }

  /** Sees to it that this is closed when the run ends. */
  public <T extends AutoCloseable> T keep(T resource) {
    started.push(resource);
    return resource;
  }

  /** A port of the loopback address that nothing listened on a moment ago. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new LoadTestException("no free port", e);
    }
  }

  /** Removes its files, once everything is closed. */
  public void delete() {
    delete(directory);
  }

  /** Removes a folder with all that is in it. */
  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      System.err.println("cannot remove " + folder + ": " + e);
    }
  }

  /** Ends everything. Once closed, closing again does nothing. */
  @Override
  public synchronized void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        System.err.println("while ending: " + e);
      }
    }
  }
}
