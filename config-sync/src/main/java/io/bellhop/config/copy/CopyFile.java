package io.bellhop.config.copy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the copy is kept. Used by one thread at a time. */
public final class CopyFile {
  private static final Logger LOG = LoggerFactory.getLogger(CopyFile.class);
  private static final String NAME = "table.copy";

  private final Path directory;
  private final Clock clock;

  /** A copy in a directory, which is made when it is needed. */
  public CopyFile(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** The file itself. */
  public Path path() {
    return directory.resolve(NAME);
  }

  /** What became of an attempt to read. */
  public sealed interface Reading {
    /** A whole copy. */
    record Whole(TableCopy copy) implements Reading {}

    /** There is none. */
    record None() implements Reading {}

    /** There was one that cannot be believed; it is out of the way now. */
    record Damaged(String detail) implements Reading {}
  }

  /** Reads the copy; one that is damaged is set aside, for a person to look at. */
  public Reading read() {
    try (InputStream in = Files.newInputStream(path())) {
      return new Reading.Whole(CopyFormat.read(in));
    } catch (NoSuchFileException e) {
      return new Reading.None();
    } catch (DamagedCopyException e) {
      return new Reading.Damaged(
          "the copy %s is not used: %s; %s".formatted(path(), e.getMessage(), setAside()));
    } catch (IOException e) {
      return new Reading.Damaged("the copy %s cannot be read: %s".formatted(path(), e));
    }
  }

  private String setAside() {
    Path aside = directory.resolve(NAME + ".damaged-" + clock.millis());
    try {
      Files.move(path(), aside, StandardCopyOption.ATOMIC_MOVE);
      return "it was set aside as " + aside;
    } catch (IOException e) {
      return "it could not be set aside: " + e;
    }
  }

  /** Replaces the copy: either wholly and durably, or not at all. */
  public void write(TableCopy copy) throws IOException {
    Files.createDirectories(directory);
    Path temporary = Files.createTempFile(directory, NAME, ".tmp");
    try {
      writeDurably(copy, temporary);
      Files.move(temporary, path(), StandardCopyOption.ATOMIC_MOVE);
      syncDirectory();
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void writeDurably(TableCopy copy, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel)) {
      CopyFormat.write(copy, out);
      channel.force(true);
    }
  }

  private void syncDirectory() {
    // A rename is durable only once its directory is; where that cannot be asked for, the file
    // system decides.
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      LOG.debug("Cannot sync directory {}", directory, e);
    }
  }
}
