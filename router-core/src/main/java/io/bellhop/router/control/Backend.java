package io.bellhop.router.control;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.Instance;
import io.bellhop.model.health.CheckedInstance;
import io.bellhop.model.health.OutcomeSink;
import io.bellhop.router.record.DeploymentSeries;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One instance as the data plane knows it. Lives as long as the instance, across views, so that its
 * load and its pooled connections outlast a change of traffic. Thread safe.
 */
public final class Backend {
  private final DeploymentName deployment;
  private final Instance instance;
  private final DeploymentSeries series;
  private final OutcomeSink outcomes;
  private final String addressText;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean retired;

  Backend(DeploymentName deployment, CheckedInstance checked, DeploymentSeries series) {
    this.deployment = deployment;
    this.instance = checked.instance();
    this.outcomes = checked.outcomes();
    this.series = series;
    this.addressText = instance.address().toString();
  }

  /** The deployment it is an instance of. */
  public DeploymentName deployment() {
    return deployment;
  }

  /** Where it listens. */
  public BackendAddress address() {
    return instance.address();
  }

  /** {@link #address()} as text, made once. */
  public String addressText() {
    return addressText;
  }

  /** What is measured of its deployment. */
  public DeploymentSeries series() {
    return series;
  }

  /** Where to tell what comes of its requests. */
  public OutcomeSink outcomes() {
    return outcomes;
  }

  /** Requests that this router has under way on it. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Counts a request that begins here; each is matched by one {@link #requestEnded()}. */
  public void requestStarted() {
    inFlight.getAndIncrement();
  }

  /** Counts a request that ended. */
  public void requestEnded() {
    inFlight.getAndDecrement();
  }

  /** Whether it takes no new requests: its connections are closed, not pooled. */
  public boolean retired() {
    return retired;
  }

  void retired(boolean value) {
    retired = value;
  }

  boolean isLifeOf(Instance other) {
    return instance.generation() == other.generation()
        && instance.address().equals(other.address());
  }

  @Override
  public String toString() {
    return deployment + "@" + addressText;
  }
}
