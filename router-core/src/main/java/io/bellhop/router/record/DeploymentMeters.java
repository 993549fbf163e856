package io.bellhop.router.record;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.ToDoubleFunction;

/** The registered meters of one deployment. */
final class DeploymentMeters extends MeterGroup {
  private final String app;
  private final String deployment;
  private final CounterRow<StatusClass> requests;
  private final CounterRow<RetryReason> retries;
  private final CounterRow<RetryRefusal> retriesRefused;

  /** Registered with the first, as most deployments see none. */
  private final CounterRow<String> circuitOpenings;

  private final CounterRow<String> webSocketsTold;

  final Timer duration;
  final Timer connect;
  final Timer firstByte;
  final Counter requestBytes;
  final Counter responseBytes;

  DeploymentMeters(MeterRegistry registry, String app, String deployment) {
    super(registry);
    this.app = app;
    this.deployment = deployment;
    requests =
        new CounterRow<>(status -> counter(RouterMeter.REQUESTS, app, deployment, status.label));
    retries =
        new CounterRow<>(reason -> counter(RouterMeter.RETRIES, app, deployment, reason.label()));
    retriesRefused =
        new CounterRow<>(why -> counter(RouterMeter.RETRIES_REFUSED, app, deployment, why.label()));
    circuitOpenings =
        new CounterRow<>(none -> counter(RouterMeter.CIRCUIT_OPENINGS, app, deployment));
    webSocketsTold =
        new CounterRow<>(none -> counter(RouterMeter.WEBSOCKETS_TOLD, app, deployment));
    duration = timer(RouterMeter.REQUEST_DURATION, app, deployment);
    connect = timer(RouterMeter.BACKEND_CONNECT, app, deployment);
    firstByte = timer(RouterMeter.BACKEND_FIRST_BYTE, app, deployment);
    requestBytes = counter(RouterMeter.REQUEST_BYTES, app, deployment);
    responseBytes = counter(RouterMeter.RESPONSE_BYTES, app, deployment);
  }

  /** Registers the gauges of what is under way, read from the state that counts it. */
  <T> void readFrom(
      T state,
      ToDoubleFunction<T> inFlight,
      ToDoubleFunction<T> activeConnections,
      ToDoubleFunction<T> idleConnections) {
    gauge(RouterMeter.REQUESTS_IN_FLIGHT, state, inFlight, app, deployment);
    gauge(RouterMeter.BACKEND_CONNECTIONS, state, activeConnections, app, deployment, "active");
    gauge(RouterMeter.BACKEND_CONNECTIONS, state, idleConnections, app, deployment, "idle");
  }

  void countRequest(int status) {
    requests.increment(StatusClass.of(status));
  }

  void countCircuitOpening() {
    circuitOpenings.increment("");
  }

  void countWebSocketTold() {
    webSocketsTold.increment("");
  }

  void countRetry(RetryReason reason) {
    retries.increment(reason);
  }

  void countRetryRefused(RetryRefusal why) {
    retriesRefused.increment(why);
  }
}
