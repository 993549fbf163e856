package io.bellhop.agent.meter;

import io.bellhop.agent.runtime.Ending;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.model.AppName;
import io.bellhop.model.launch.SlotKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long each instance ran, by the runtime's own times of start and end. A life is known by the
 * runtime's id of it and counted once, however often it is told of; what happened while no agent
 * ran is taken from the runtime at the next start. Thread safe.
 */
public final class UsageJournal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UsageJournal.class);
  private static final Duration KEPT = Duration.ofDays(62);
  private static final int MOST_UNWRITTEN = 10_000;

  private final JournalFile file;
  private final Path aliveFile;
  private final InstantSource clock;
  private final Runnable onFailure;
  private final Map<String, MeteredLife> lives = new LinkedHashMap<>();
  private final Deque<MeteredLife> unwritten = new ArrayDeque<>();

  private UsageJournal(JournalFile file, Path aliveFile, InstantSource clock, Runnable onFailure) {
    this.file = file;
    this.aliveFile = aliveFile;
    this.clock = clock;
    this.onFailure = onFailure;
  }

  /**
   * Opens the journal, and drops what ended two months ago.
   *
   * @param onFailure called each time that something could not be written; it is tried again
   */
  public static UsageJournal open(Path path, InstantSource clock, Runnable onFailure)
      throws IOException {
    JournalFile file = new JournalFile(path);
    Path alive = path.resolveSibling(path.getFileName() + ".alive");
    UsageJournal journal = new UsageJournal(file, alive, clock, onFailure);
    file.read().forEach(life -> journal.lives.put(life.id(), life));
    Instant oldest = clock.instant().minus(KEPT);
    journal.lives.values().removeIf(life -> life.endedAt().filter(oldest::isAfter).isPresent());
    file.rewrite(journal.lives.values());
    return journal;
  }

  /** An instance runs; no matter how often this is said. */
  public synchronized void started(Observed instance, String size) {
    if (!lives.containsKey(instance.id().value())) {
      write(
          new MeteredLife(
              instance.id().value(), instance.slot(), size, instance.startedAt(), none()));
    }
  }

  /** An instance ended; no matter how often this is said, or whether its start was. */
  public synchronized void ended(Observed instance) {
    MeteredLife known = lives.get(instance.id().value());
    if (!instance.ran() || (known != null && known.endedAt().isPresent())) {
      return;
    }
    MeteredLife life =
        known == null
            ? new MeteredLife(
                instance.id().value(), instance.slot(), "", instance.startedAt(), none())
            : known;
    Instant at = instance.ending().map(Ending::finishedAt).orElseGet(clock::instant);
    write(life.endedAt(at));
  }

  private static Optional<Instant> none() {
    return Optional.empty();
  }

  /**
   * Ends the lives of which the runtime knows nothing any more, at the last moment at which an
   * agent was there to see them.
   */
  public synchronized void reconcile(Collection<Observed> all) {
    Set<String> ids = all.stream().map(each -> each.id().value()).collect(Collectors.toSet());
    Instant lastSeen = lastAlive();
    List.copyOf(lives.values()).stream()
        .filter(life -> life.endedAt().isEmpty() && !ids.contains(life.id()))
        .forEach(life -> write(life.endedAt(lastSeen)));
  }

  private Instant lastAlive() {
    try {
      return Files.getLastModifiedTime(aliveFile).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  /**
   * Notes that the agent lives, and writes what could not be written before. To be called often.
   */
  public synchronized void tick() {
    try {
      if (!Files.exists(aliveFile)) {
        Files.createFile(aliveFile);
      }
      Files.setLastModifiedTime(aliveFile, FileTime.from(clock.instant()));
    } catch (IOException e) {
      failed(e);
    }
    drain();
  }

  private void write(MeteredLife life) {
    lives.put(life.id(), life);
    if (unwritten.size() == MOST_UNWRITTEN) {
      unwritten.removeFirst();
    }
    unwritten.add(life);
    drain();
  }

  private void drain() {
    try {
      while (!unwritten.isEmpty()) {
        file.append(unwritten.getFirst());
        unwritten.removeFirst();
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private void failed(IOException e) {
    onFailure.run();
    LOG.warn("the journal of what ran cannot be written: free space on the agent's disk", e);
  }

  /** What an app used in a span of time, on this host. */
  public synchronized Usage usage(AppName app, Instant from, Instant to) {
    Instant end = to.isAfter(clock.instant()) ? clock.instant() : to;
    int count = 0;
    long minutes = 0;
    Duration time = Duration.ZERO;
    for (MeteredLife life : lives.values()) {
      Duration part = life.within(from, end);
      if (life.slot().deployment().app().equals(app) && !part.isZero()) {
        count++;
        time = time.plus(part);
        minutes += part.plusMinutes(1).minusNanos(1).toMinutes();
      }
    }
    return new Usage(count, time, minutes);
  }

  /** The lives of a slot that are kept, oldest first. */
  public synchronized List<MeteredLife> lives(SlotKey slot) {
    return lives.values().stream().filter(life -> life.slot().equals(slot)).toList();
  }

  @Override
  public synchronized void close() {
    drain();
    try {
      file.close();
    } catch (IOException e) {
      failed(e);
    }
  }
}
