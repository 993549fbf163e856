package io.bellhop.router.record;

import static io.bellhop.router.record.MeterKind.COUNTER;
import static io.bellhop.router.record.MeterKind.GAUGE;
import static io.bellhop.router.record.MeterKind.HISTOGRAM;
import static io.bellhop.router.record.MeterKind.LONG_HISTOGRAM;

import java.util.List;

/**
 * Every meter of the data plane, declared once: what is not here, nor a {@link PlatformMeter}, is
 * not measured.
 */
public enum RouterMeter implements DeclaredMeter {
  /** Requests answered. */
  REQUESTS("bellhop.requests", COUNTER, "", "Requests answered", "app", "deployment", "status"),
  /** From the head of a request to the end of its response. */
  REQUEST_DURATION(
      "bellhop.request.duration",
      LONG_HISTOGRAM,
      "seconds",
      "Time from the head of a request to the end of its response, without tunnels",
      "app",
      "deployment"),
  /** Requests and tunnels under way. */
  REQUESTS_IN_FLIGHT(
      "bellhop.requests.in.flight",
      GAUGE,
      "",
      "Requests and tunnels under way",
      "app",
      "deployment"),
  /** Body bytes from clients. */
  REQUEST_BYTES(
      "bellhop.request.body",
      COUNTER,
      "bytes",
      "Body bytes relayed to backends",
      "app",
      "deployment"),
  /** Body bytes to clients. */
  RESPONSE_BYTES(
      "bellhop.response.body",
      COUNTER,
      "bytes",
      "Body bytes relayed to clients",
      "app",
      "deployment"),
  /** New connections to backends. */
  BACKEND_CONNECT(
      "bellhop.backend.connect.duration",
      HISTOGRAM,
      "seconds",
      "Time to open a connection to a backend",
      "app",
      "deployment"),
  /** How long backends think. */
  BACKEND_FIRST_BYTE(
      "bellhop.backend.first.byte.duration",
      HISTOGRAM,
      "seconds",
      "Time from the head sent to a backend to the first byte of its response",
      "app",
      "deployment"),
  /** Pooled and leased connections to backends. */
  BACKEND_CONNECTIONS(
      "bellhop.backend.connections",
      GAUGE,
      "",
      "Connections open to backends, by state: active or idle",
      "app",
      "deployment",
      "state"),
  /** Requests tried again. */
  RETRIES(
      "bellhop.retries",
      COUNTER,
      "",
      "Requests tried again on another connection",
      "app",
      "deployment",
      "reason"),
  /** Requests that could have been tried again but for some bound or rule. */
  RETRIES_REFUSED(
      "bellhop.retries.refused",
      COUNTER,
      "",
      "Requests whose attempt failed and that were not tried again, by why",
      "app",
      "deployment",
      "reason"),
  /** Backends that were given no requests for a while, as too many connects were under way. */
  CIRCUIT_OPENINGS(
      "bellhop.backend.circuit.openings",
      COUNTER,
      "",
      "Times that a backend was passed over, as too many connects to it were under way",
      "app",
      "deployment"),
  /** WebSockets that were told to close. */
  WEBSOCKETS_TOLD(
      "bellhop.websockets.told",
      COUNTER,
      "",
      "WebSockets told to close, as their deployment takes no more traffic",
      "app",
      "deployment"),
  /** Requests held now. */
  REQUESTS_HELD("bellhop.requests.held", GAUGE, "", "Requests held until they can go on", "app"),
  /** What they cost in memory. */
  HELD_BYTES("bellhop.held", GAUGE, "bytes", "Memory that held requests take, of all apps"),
  /** How long requests were held. */
  HOLD_DURATION(
      "bellhop.hold.duration",
      HISTOGRAM,
      "seconds",
      "Time that requests were held, whatever came of them",
      "app"),
  /** Requests that had to be held. */
  HOLDS(
      "bellhop.holds",
      COUNTER,
      "",
      "Requests that had to be held, by what for and what came of it",
      "app",
      "reason",
      "outcome"),
  /** Wakes that this router called for. */
  WAKES(
      "bellhop.wakes",
      COUNTER,
      "",
      "Wakes called for, by what caused them and what came of them",
      "app",
      "cause",
      "outcome"),
  /** How long they took. */
  WAKE_DURATION(
      "bellhop.wake.duration",
      LONG_HISTOGRAM,
      "seconds",
      "Time from the request that woke an app: called, claimed, started, listens, healthy,"
          + " first_byte",
      "app",
      "phase"),
  /** Requests for sleeping apps that were answered at once. */
  WAKE_ANSWERS(
      "bellhop.wake.answers",
      COUNTER,
      "",
      "Requests answered in place of an app that is not awake: page, accepted or canned",
      "app",
      "kind"),
  /** Requests that Bellhop failed or cut; the app is empty where none was found. */
  FAILURES("bellhop.failures", COUNTER, "", "Requests failed", "app", "code", "fault"),
  /** Client connections open now. */
  CLIENT_CONNECTIONS("bellhop.client.connections", GAUGE, "", "Client connections open"),
  /** Client connections ever accepted. */
  CLIENT_CONNECTIONS_ACCEPTED(
      "bellhop.client.connections.accepted", COUNTER, "", "Client connections accepted"),
  /** Client connections closed at once, as a limit was reached. */
  CLIENT_CONNECTIONS_REFUSED(
      "bellhop.client.connections.refused",
      COUNTER,
      "",
      "Client connections closed because a limit was reached"),
  /** Lines that never got to the writer. */
  ACCESS_LOG_DROPPED(
      "bellhop.access.log.dropped",
      COUNTER,
      "",
      "Access log lines dropped because the queue was full"),
  /** Lines that the writer could not write. */
  ACCESS_LOG_FAILED(
      "bellhop.access.log.failed",
      COUNTER,
      "",
      "Access log lines lost because they could not be written"),
  /** Deployments and apps that share the overflow series. */
  SERIES_OVERFLOWED(
      "bellhop.meters.overflowed",
      GAUGE,
      "",
      "Deployments or apps without series of their own, because the limit is reached",
      "of");

  @SuppressWarnings("ImmutableEnumChecker") // its list is a copy that cannot be changed
  private final MeterForm form;

  RouterMeter(String meterName, MeterKind kind, String unit, String help, String... tagKeys) {
    this.form = new MeterForm(meterName, kind, unit, help, List.of(tagKeys));
  }

  @Override
  public MeterForm form() {
    return form;
  }
}
