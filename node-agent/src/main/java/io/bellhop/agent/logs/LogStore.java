package io.bellhop.agent.logs;

import io.bellhop.agent.runtime.LogSink;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the instances of this host print: {@code app/deployment/slot.log} below one folder, rotating
 * and bounded. Outlives the instances. Thread safe.
 */
public final class LogStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);
  private static final String SUFFIX = ".log";

  private final Path root;
  private final LogLimits limits;
  private final Runnable onLoss;
  private final Map<SlotKey, InstanceLog> logs = new ConcurrentHashMap<>();
  private final Set<LogReader> readers = ConcurrentHashMap.newKeySet();

  /**
   * Keeps logs below a folder.
   *
   * @param onLoss called for each line that could not be kept
   */
  public LogStore(Path root, LogLimits limits, Runnable onLoss) {
    this.root = root;
    this.limits = limits;
    this.onLoss = onLoss;
  }

  /** Where the lines of a slot's instance go. */
  public LogSink sink(SlotKey slot) {
    return log(slot);
  }

  private InstanceLog log(SlotKey slot) {
    return logs.computeIfAbsent(
        slot, fresh -> new InstanceLog(slot, path(slot), limits, this::tell, onLoss));
  }

  private Path path(SlotKey slot) {
    return root.resolve(slot.deployment().app().value())
        .resolve(slot.deployment().deployment().value())
        .resolve(slot.index() + SUFFIX);
  }

  private void tell(LogLine line) {
    readers.forEach(reader -> reader.offer(line));
  }

  /** The last lines of all of an app's instances on this host, by time. */
  public List<LogLine> tail(AppName app, int count) {
    List<LogLine> lines =
        slots(app).stream()
            .flatMap(slot -> log(slot).tail(count).stream())
            .sorted(Comparator.comparing(LogLine::at))
            .toList();
    return lines.subList(Math.max(0, lines.size() - count), lines.size());
  }

  /** The last lines of one instance. */
  public List<LogLine> tail(SlotKey slot, int count) {
    return log(slot).tail(count);
  }

  /**
   * The last lines of all of an app's instances, and then what they print, without a gap between;
   * to be closed.
   *
   * @param count of earlier lines at most
   * @param after which they must have been printed
   */
  public LogReader follow(AppName app, int count, Instant after) {
    // First, lest a line that is printed between is neither read nor told.
    LogReader reader = follow(app);
    reader.begin(tail(app, count).stream().filter(line -> line.at().isAfter(after)).toList());
    return reader;
  }

  /** What an app's instances print from now on; to be closed. */
  public LogReader follow(AppName app) {
    LogReader reader =
        new LogReader(line -> line.slot().deployment().app().equals(app), readers::remove);
    readers.add(reader);
    return reader;
  }

  private List<SlotKey> slots(AppName app) {
    Path folder = root.resolve(app.value());
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files.map(file -> slot(app, file)).flatMap(Optional::stream).toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      LOG.warn("the logs of app {} cannot be listed: see the permissions of {}", app, folder, e);
      return List.of();
    }
  }

  private static Optional<SlotKey> slot(AppName app, Path file) {
    Path folder = file.getParent();
    String name = file.getFileName().toString();
    if (folder == null || !name.matches("\\d{1,9}\\" + SUFFIX)) {
      return Optional.empty();
    }
    int index = Integer.parseInt(name.substring(0, name.length() - SUFFIX.length()));
    try {
      DeploymentName deployment = new DeploymentName(folder.getFileName().toString());
      return Optional.of(new SlotKey(new DeploymentKey(app, deployment), index));
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }

  /** Closes a slot's files, where they are open; what was kept stays. */
  public void ended(SlotKey slot) {
    InstanceLog log = logs.get(slot);
    if (log != null) {
      log.close();
    }
  }

  /** Removes what is kept of an app. */
  public void forget(AppName app) {
    logs.keySet().removeIf(slot -> slot.deployment().app().equals(app));
    Path folder = root.resolve(app.value());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // It printed nothing.
    } catch (IOException e) {
      LOG.warn("the logs of app {} cannot be removed: see the permissions of {}", app, folder, e);
    }
  }

  @Override
  public void close() {
    logs.values().forEach(InstanceLog::close);
  }
}
