package io.bellhop.agent.testing;

import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.agent.runtime.RuntimeListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what a runtime told. */
public final class RecordingListener implements RuntimeListener {
  private final List<RuntimeId> ended = new CopyOnWriteArrayList<>();
  private final AtomicInteger unwatched = new AtomicInteger();

  @Override
  public void ended(RuntimeId id) {
    ended.add(id);
  }

  @Override
  public void unwatched() {
    unwatched.incrementAndGet();
  }

  public List<RuntimeId> ended() {
    return ended;
  }

  public int timesUnwatched() {
    return unwatched.get();
  }
}
