package io.bellhop.router.control;

import io.bellhop.model.DeploymentName;
import io.bellhop.router.record.DeploymentSeries;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a rollout is told of one deployment, beyond what is under way. Outlives views and instances,
 * unlike the meters never expires. Thread safe.
 */
public final class DeploymentTally {
  private final DeploymentName name;
  private final DeploymentSeries series;
  private final LongAdder requests = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder told = new LongAdder();
  private final AtomicLong longestMillis = new AtomicLong();
  private volatile long lastEndMillis;

  DeploymentTally(DeploymentName name, DeploymentSeries series) {
    this.name = name;
    this.series = series;
  }

  DeploymentName name() {
    return name;
  }

  DeploymentSeries series() {
    return series;
  }

  /** An attempt to have a request answered ended. */
  public void attemptEnded(boolean failed) {
    requests.increment();
    if (failed) {
      failures.increment();
    }
  }

  /** A WebSocket was told to close. */
  public void webSocketTold() {
    told.increment();
    series.webSocketTold();
  }

  /** It takes no new requests from now on: what is said of its drain begins anew. */
  void drainBegins() {
    told.reset();
    longestMillis.set(0);
    lastEndMillis = 0;
  }

  /** A request or tunnel that arrived then ended on a backend that takes no new ones. */
  void drained(long startedNanos) {
    long ageMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    longestMillis.accumulateAndGet(ageMillis, Math::max);
    lastEndMillis = System.currentTimeMillis();
  }

  long requests() {
    return requests.sum();
  }

  long failures() {
    return failures.sum();
  }

  int told() {
    return told.intValue();
  }

  long longestMillis() {
    return longestMillis.get();
  }

  long lastEndMillis() {
    return lastEndMillis;
  }
}
