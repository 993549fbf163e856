package io.bellhop.agent.docker;

import io.bellhop.agent.runtime.LogFollowing;
import io.bellhop.agent.runtime.LogSink;
import io.bellhop.agent.runtime.RuntimeFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running copy of one container's output. */
final class ContainerLog implements LogFollowing {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerLog.class);

  private final EngineStream stream;
  // Fails where the connection broke: the rest of a line is had by whoever follows anew.
  private final CompletableFuture<Void> taken;

  private ContainerLog(EngineStream stream, CompletableFuture<Void> taken) {
    this.stream = stream;
    this.taken = taken;
  }

  /** Follows from the sink's last line on. */
  static LogFollowing follow(Engine engine, String id, LogSink sink) {
    LogFrames frames = new LogFrames(new After(sink, sink.last()));
    try {
      EngineStream stream = engine.followLog(id, sink.last(), frames);
      // The stream's own end comes before the last line is taken, where no end of line ends it.
      return new ContainerLog(stream, stream.ended().thenRun(frames::end));
    } catch (RuntimeFailure e) {
      LOG.warn("the output of container {} is not kept: {}", id, e.explanation());
      return new Nothing();
    }
  }

  /** The last lines of an ended container's output. */
  static List<String> lastLines(Engine engine, String id, int count) {
    List<String> lines = new ArrayList<>();
    LogFrames frames = new LogFrames(new Collector(lines));
    try {
      frames.bytes(engine.lastLog(id, count));
      frames.end();
    } catch (RuntimeFailure e) {
      lines.add("(its output cannot be had: " + e.explanation() + ")");
    }
    return lines;
  }

  @Override
  public boolean over() {
    return taken.isDone();
  }

  @Override
  public void awaitEnd(Duration bound) {
    try {
      taken.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("the output of an ended container may be incomplete", e);
    }
    close();
  }

  @Override
  public void close() {
    stream.close();
  }

  /** Leaves out what was taken before: the API's {@code since} includes its own moment. */
  private record After(LogSink sink, Instant from) implements LogSink {
    @Override
    public void line(Instant at, Output output, String text) {
      if (at.isAfter(from)) {
        sink.line(at, output, text);
      }
    }

    @Override
    public Instant last() {
      return sink.last();
    }
  }

  private record Collector(List<String> lines) implements LogSink {
    @Override
    public void line(Instant at, Output output, String text) {
      lines.add(text);
    }

    @Override
    public Instant last() {
      return Instant.EPOCH;
    }
  }

  private record Nothing() implements LogFollowing {
    @Override
    public boolean over() {
      return true;
    }

    @Override
    public void awaitEnd(Duration bound) {}

    @Override
    public void close() {}
  }
}
