package io.bellhop.agent.logs;

import io.bellhop.agent.runtime.LogSink;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one-off runs print: {@code app/run.log} below one folder. A file is only added to, so that
 * whoever reads it can go on where it stopped; it is bounded, and removed with the run. Thread
 * safe.
 */
public final class RunLogs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunLogs.class);
  private static final String SUFFIX = ".log";

  private final Path root;
  private final long mostBytes;
  private final Runnable onLoss;
  private final Map<RunKey, RunLog> open = new ConcurrentHashMap<>();

  /**
   * Keeps logs below a folder.
   *
   * @param mostBytes kept of one run
   * @param onLoss called for each line that was not kept
   */
  public RunLogs(Path root, long mostBytes, Runnable onLoss) {
    this.root = root;
    this.mostBytes = mostBytes;
    this.onLoss = onLoss;
  }

  /** Where the lines of a run go. */
  public LogSink sink(RunKey run) {
    return open.computeIfAbsent(run, fresh -> new RunLog(path(run), mostBytes, onLoss));
  }

  /** Closes a run's file; what was kept stays. */
  public void ended(RunKey run) {
    RunLog log = open.remove(run);
    if (log != null) {
      log.close();
    }
  }

  /**
   * Whole lines from an offset on, as many as fit; empty where this host keeps nothing of the run.
   *
   * @param offset 0, or what an earlier piece named as its {@link LogPiece#next()}
   */
  public Optional<LogPiece> read(RunKey run, long offset) throws IOException {
    return LogPiece.read(path(run), offset);
  }

  private Path path(RunKey run) {
    return root.resolve(run.app().value()).resolve(run.run() + SUFFIX);
  }

  /** Removes what is kept of runs that nobody knows any more. */
  public void forget(Predicate<RunKey> unknown) {
    try (Stream<Path> files = Files.walk(root, 2)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (key(file).filter(unknown).isPresent()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException e) {
      // Nothing was printed yet.
    } catch (IOException e) {
      LOG.warn("old logs of runs cannot be removed: see the permissions of {}", root, e);
    }
  }

  private static Optional<RunKey> key(Path file) {
    Path app = file.getParent();
    String name = file.getFileName().toString();
    if (app == null || !name.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    String run = name.substring(0, name.length() - SUFFIX.length());
    try {
      return Optional.of(new RunKey(new AppName(app.getFileName().toString()), new RunId(run)));
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    List.copyOf(open.keySet()).forEach(this::ended);
  }
}
