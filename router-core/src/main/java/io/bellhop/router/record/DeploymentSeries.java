package io.bellhop.router.record;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.router.failure.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is measured of one deployment of an app. A lasting handle: get it once per view, not per
 * request. Callable from any thread; neither locks nor allocates, but for the first call after the
 * deployment was idle. Times are in nanoseconds.
 *
 * <p>Requests in flight and open connections are counted here rather than in the meters, so that
 * they are right whenever the meters come back after they expired; while there are any, the meters
 * do not expire.
 */
public final class DeploymentSeries extends Series<DeploymentMeters> {
  private static final int SWITCHING_PROTOCOLS = 101;

  private final MeterRegistry registry;
  private final AppName app;
  private final DeploymentName deployment;
  private final AppSeries appSeries;
  private final LongAdder inFlight = new LongAdder();
  private final LongAdder openConnections = new LongAdder();
  private final LongAdder idleConnections = new LongAdder();

  DeploymentSeries(
      SeriesTable<DeploymentMeters> table,
      MeterRegistry registry,
      AppName app,
      DeploymentName deployment,
      AppSeries appSeries) {
    super(table);
    this.registry = registry;
    this.app = app;
    this.deployment = deployment;
    this.appSeries = appSeries;
  }

  /** A request was given to the deployment; {@link #requestEnded} must follow exactly once. */
  public void requestStarted() {
    inFlight.increment();
    meters();
  }

  /**
   * A request ended. The life of a tunnel (status 101) is counted, not timed: it says nothing of
   * how fast the app answers.
   *
   * @param status what the client got, or would have got where it left
   */
  public void requestEnded(int status, long durationNanos) {
    inFlight.decrement();
    DeploymentMeters meters = meters();
    meters.countRequest(status);
    if (status != SWITCHING_PROTOCOLS) {
      meters.duration.record(durationNanos, TimeUnit.NANOSECONDS);
    }
  }

  /** A request that was {@link #requestStarted} here is tried elsewhere, and ends there. */
  public void requestMoved() {
    inFlight.decrement();
  }

  /** A request to the deployment failed; counted for the app. */
  public void failed(Failure failure) {
    appSeries.failed(failure);
  }

  /** A request is tried again. */
  public void retried(RetryReason reason) {
    meters().countRetry(reason);
  }

  /** A request whose attempt failed is not tried again. */
  public void retryRefused(RetryRefusal why) {
    meters().countRetryRefused(why);
  }

  /** So many connects to a backend are under way that it is given no requests for now. */
  public void circuitOpened() {
    meters().countCircuitOpening();
  }

  /** A WebSocket was told to close, as the deployment takes no more traffic. */
  public void webSocketTold() {
    meters().countWebSocketTold();
  }

  /** The backend began to answer. */
  public void firstByte(long nanos) {
    meters().firstByte.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Body bytes were relayed; told once per request, at its end. */
  public void relayed(long requestBytes, long responseBytes) {
    DeploymentMeters meters = meters();
    if (requestBytes > 0) {
      meters.requestBytes.increment((double) requestBytes);
    }
    if (responseBytes > 0) {
      meters.responseBytes.increment((double) responseBytes);
    }
  }

  /** A connection attempt to a backend succeeded. */
  public void backendConnected(long nanos) {
    meters().connect.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A connection to a backend is open, and active; {@link #connectionClosed} must follow once. */
  public void connectionOpened() {
    openConnections.increment();
    meters();
  }

  /** A connection is closed. One that was idle must have been told active again before. */
  public void connectionClosed() {
    openConnections.decrement();
  }

  /** A connection went into the pool ({@code true}) or out of it; told at each change only. */
  public void connectionIdle(boolean idle) {
    idleConnections.add(idle ? 1 : -1);
  }

  long inFlight() {
    return inFlight.sum();
  }

  long idleConnections() {
    return idleConnections.sum();
  }

  long activeConnections() {
    return openConnections.sum() - idleConnections.sum();
  }

  @Override
  DeploymentMeters register() {
    DeploymentMeters meters = new DeploymentMeters(registry, app.value(), deployment.value());
    meters.readFrom(
        this,
        DeploymentSeries::inFlight,
        DeploymentSeries::activeConnections,
        DeploymentSeries::idleConnections);
    return meters;
  }

  @Override
  boolean busy() {
    return inFlight.sum() != 0 || openConnections.sum() != 0;
  }
}
