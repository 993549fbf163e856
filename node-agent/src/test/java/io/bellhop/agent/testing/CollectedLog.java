package io.bellhop.agent.testing;

import io.bellhop.agent.runtime.LogSink;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps lines in memory. */
public final class CollectedLog implements LogSink {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private volatile Instant last = Instant.EPOCH;

  @Override
  public void line(Instant at, Output output, String text) {
    last = at;
    lines.add(output + " " + text);
  }

  @Override
  public Instant last() {
    return last;
  }

  public List<String> lines() {
    return lines;
  }
}
