package io.bellhop.agent.attach;

import io.bellhop.agent.runtime.AttachedStreams;
import io.bellhop.agent.runtime.LogSink;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.TerminalSize;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The runs of this agent that are attached to a client. All is bounded: 1 MiB of output and 256 KiB
 * of input, beyond which the command or the client waits for the other. A client is taken for gone
 * once it was not heard of for the grace. Thread safe.
 */
public final class AttachedRuns implements AutoCloseable {
  private final InstantSource clock;
  private final Duration grace;
  private final Map<RunKey, AttachedRun> runs = new ConcurrentHashMap<>();

  /** None yet. */
  public AttachedRuns(InstantSource clock, Duration grace) {
    this.clock = clock;
    this.grace = grace;
  }

  /**
   * Takes the streams of a run, unless it has them.
   *
   * @param streams empty where they are lost
   * @param log where lines of what it prints go as well
   * @return whether it has them now
   */
  public boolean open(RunKey key, Supplier<Optional<AttachedStreams>> streams, LogSink log) {
    AttachedRun run =
        runs.computeIfAbsent(
            key, fresh -> streams.get().map(taken -> started(fresh, taken, log)).orElse(null));
    return run != null;
  }

  private AttachedRun started(RunKey key, AttachedStreams streams, LogSink log) {
    AttachedRun run = new AttachedRun(streams, new PrintedLines(log, clock), clock);
    run.start(key);
    return run;
  }

  /**
   * The run's command ended: takes the rest of what it printed, for no longer than the bound. The
   * client may read it for as long as the grace.
   *
   * @return its last lines; empty where it was not attached here
   */
  public Optional<List<String>> finish(RunKey key, Duration bound) {
    return Optional.ofNullable(runs.get(key)).map(run -> run.finish(bound));
  }

  /**
   * Output from an offset on, after waiting a while where there is none. Empty where the run is not
   * attached here.
   *
   * @throws LostPlaceException where what it asks for is gone
   */
  public Optional<OutputPiece> read(RunKey key, long offset, Duration atMost)
      throws LostPlaceException, InterruptedException {
    AttachedRun run = runs.get(key);
    return run == null ? Optional.empty() : Optional.of(run.read(offset, atMost));
  }

  /** The client has all output before the offset; until it says so it may ask for it again. */
  public void received(RunKey key, long offset) {
    AttachedRun run = runs.get(key);
    if (run != null) {
      run.received(offset);
    }
  }

  /**
   * Gives the run input, as much of it as there is room for after waiting a while; what was given
   * before is not given again.
   *
   * @param offset of the first byte
   * @param end whether the input ends after it
   * @return the offset to go on from; empty where the run is not attached here
   * @throws LostPlaceException where bytes before the offset are missing
   */
  public OptionalLong write(RunKey key, long offset, byte[] bytes, boolean end, Duration atMost)
      throws LostPlaceException, InterruptedException {
    AttachedRun run = runs.get(key);
    return run == null
        ? OptionalLong.empty()
        : OptionalLong.of(run.write(offset, bytes, end, atMost));
  }

  /** Changes the size of the run's terminal; nothing where it has none. */
  public void resize(RunKey key, TerminalSize size) throws RuntimeFailure {
    AttachedRun run = runs.get(key);
    if (run != null) {
      run.resize(size);
    }
  }

  /** Those whose client is gone, while they run; and forgets what ended and nobody reads. */
  public List<RunKey> abandoned() {
    Instant since = clock.instant().minus(grace);
    runs.values().removeIf(run -> run.isDone(since));
    return runs.entrySet().stream()
        .filter(each -> each.getValue().isAbandoned(since))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Lets go of all streams; the commands read the end of their input. What they printed is in their
   * logs when it returns, unless that takes longer than a second each.
   */
  @Override
  public void close() {
    runs.values().forEach(AttachedRun::letGo);
    runs.values().forEach(run -> run.awaitPrinted(AttachedRun.LAST_LINE));
  }
}
