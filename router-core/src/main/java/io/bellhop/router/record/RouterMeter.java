package io.bellhop.router.record;

import static io.bellhop.router.record.MeterKind.COUNTER;
import static io.bellhop.router.record.MeterKind.GAUGE;
import static io.bellhop.router.record.MeterKind.HISTOGRAM;
import static io.bellhop.router.record.MeterKind.LONG_HISTOGRAM;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Every meter of the router, declared once: what is not here is not measured. Names are
 * Micrometer's, which a Prometheus registry turns into {@code bellhop_requests_total} and the like.
 */
public enum RouterMeter {
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
  WAKES("bellhop.wakes", COUNTER, "", "Wakes called for, by what came of them", "app", "outcome"),
  /** How long they took. */
  WAKE_DURATION(
      "bellhop.wake.duration",
      LONG_HISTOGRAM,
      "seconds",
      "Time from the request that woke an app: called, healthy, first_byte",
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
  /** How old the knowledge is that requests are routed by. */
  TABLE_AGE(
      "bellhop.table.age",
      GAUGE,
      "seconds",
      "Time since the table of apps was last known to be current"),
  /** The newest transaction in the table. */
  TABLE_EPOCH("bellhop.table.epoch", GAUGE, "", "Newest ZooKeeper transaction in the table"),
  /** Apps in the table. */
  TABLE_APPS("bellhop.table.apps", GAUGE, "", "Apps in the table"),
  /** Nodes in ZooKeeper that are not valid. */
  TABLE_REJECTED_NODES(
      "bellhop.table.rejected.nodes", GAUGE, "", "ZooKeeper nodes refused as invalid"),
  /** Apps that should be sticky and cannot be here. */
  STICKY_WITHOUT_KEY(
      "bellhop.sticky.without.key",
      GAUGE,
      "",
      "Apps whose spec asks for sticky clients, while this router has no router.sticky.key"),
  /** Attempts to keep the table on disk that failed. */
  TABLE_COPY_FAILURES(
      "bellhop.table.copy.failures",
      COUNTER,
      "",
      "Attempts to write the copy of the table to disk that failed"),
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
      "of"),
  /** Rollouts that this router, as their owner, ended. */
  ROLLOUTS(
      "bellhop.rollouts",
      COUNTER,
      "",
      "Rollouts that this router brought to their end, by outcome and by how the old set drained",
      "outcome",
      "drain"),
  /** From the switch to the end of the drain. */
  ROLLOUT_DRAIN(
      "bellhop.rollout.drain.duration",
      LONG_HISTOGRAM,
      "seconds",
      "Time from a rollout's switch until nothing was in flight on the old set"),
  /** The longest that each drain waited for. */
  ROLLOUT_LONGEST(
      "bellhop.rollout.longest.request.duration",
      LONG_HISTOGRAM,
      "seconds",
      "The longest request or tunnel that ended in the drain of a rollout"),
  /** Requests and tunnels cut in drains. */
  ROLLOUT_CUTS(
      "bellhop.rollout.cuts",
      COUNTER,
      "",
      "Requests and tunnels cut at the drain deadline of rollouts, over all routers"),
  /** WebSockets told to close in drains. */
  ROLLOUT_WEBSOCKETS_TOLD(
      "bellhop.rollout.websockets.told",
      COUNTER,
      "",
      "WebSockets told to close in the drains of rollouts, over all routers"),
  /** Transactions that this router, as an app's owner, wrote or tried to. */
  ROLLOUT_STEPS(
      "bellhop.rollout.steps",
      COUNTER,
      "",
      "Steps of rollouts that this router took as an app's owner: taken, or refused as outdated",
      "result"),
  /** Transactions by which this router acknowledged. */
  ROLLOUT_ACKNOWLEDGEMENTS(
      "bellhop.rollout.acknowledgements",
      COUNTER,
      "",
      "Acknowledgements that this router wrote for rollouts"),
  /** Readings and writings that failed. */
  ROLLOUT_FAILURES(
      "bellhop.rollout.failures",
      COUNTER,
      "",
      "Times that a rollout stood still on this router, as ZooKeeper could not be read or written"),
  /** Apps that sleep. */
  APPS_ASLEEP("bellhop.apps.asleep", GAUGE, "", "Apps that sleep"),
  /** Attempts to fall asleep. */
  SLEEPS(
      "bellhop.sleeps",
      COUNTER,
      "",
      "Times that an app was to fall asleep, as this router saw it end: asleep, or called_off by a"
          + " cause",
      "outcome",
      "cause"),
  /** Transactions of this router for apps that sleep, but of steps. */
  SLEEP_WRITES(
      "bellhop.sleep.writes",
      COUNTER,
      "",
      "Demand, acknowledgements and wakes that this router wrote for apps that may sleep"),
  /** Readings and writings that failed. */
  SLEEP_FAILURES(
      "bellhop.sleep.failures",
      COUNTER,
      "",
      "Times that the sleep of an app stood still on this router, as ZooKeeper could not be read or"
          + " written"),
  /** One-off runs that ended, of the apps that this router owns. */
  RUNS("bellhop.runs", COUNTER, "", "One-off runs that ended, of owned apps", "app", "outcome"),
  /** How long one-off runs ran. */
  RUN_DURATION(
      "bellhop.run.duration",
      LONG_HISTOGRAM,
      "seconds",
      "Time from the start of a one-off run to its end, of the apps that this router owns",
      "app"),
  /** One-off runs that wait. */
  RUNS_QUEUED(
      "bellhop.runs.queued", GAUGE, "", "Runs that wait for an agent, of owned apps", "app"),
  /** Due times of schedules that were dealt with, of the apps that this router owns. */
  RUN_SCHEDULES(
      "bellhop.run.schedules",
      COUNTER,
      "",
      "Due times of schedules, by whether their run was started, of owned apps",
      "app",
      "result"),
  /** What could not be written of one-off runs. */
  RUN_FAILURES(
      "bellhop.run.failures",
      COUNTER,
      "",
      "Times that the runs of an app could not be tended, as ZooKeeper could not be written"),
  /** What came of requests to the admin API: {@code ok}, or why they were refused. */
  ADMIN_REQUESTS(
      "bellhop.admin.requests", COUNTER, "", "Requests to the admin API, by outcome", "code"),
  /** Event streams open now. */
  ADMIN_EVENT_STREAMS(
      "bellhop.admin.event.streams", GAUGE, "", "Event streams that the admin API has open"),
  /** Always 1. */
  BUILD("bellhop.build.info", GAUGE, "", "The version that runs; always 1", "version", "java");

  private final String meterName;
  private final MeterKind kind;
  private final String unit;
  private final String help;

  @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed; the type does not say so
  private final List<String> tagKeys;

  RouterMeter(String meterName, MeterKind kind, String unit, String help, String... tagKeys) {
    this.meterName = meterName;
    this.kind = kind;
    this.unit = unit;
    this.help = help;
    this.tagKeys = List.of(tagKeys);
  }

  /** Micrometer's name, with dots. */
  public String meterName() {
    return meterName;
  }

  /** What sort of meter it is. */
  public MeterKind kind() {
    return kind;
  }

  /** The base unit, or empty. */
  public String unit() {
    return unit;
  }

  /** One line for whoever reads the metrics. */
  public String help() {
    return help;
  }

  /** The keys of its tags, in the order in which values are to be given. */
  public List<String> tagKeys() {
    return tagKeys;
  }

  /** The tags with these values, in the order of {@link #tagKeys()}. */
  public Tags tags(String... values) {
    return MeterTags.of(meterName, tagKeys, List.of(values));
  }

  /** A builder of this counter. */
  public Counter.Builder counter(String... tagValues) {
    return Counter.builder(meterName)
        .description(help)
        .baseUnit(unit.isEmpty() ? null : unit)
        .tags(tags(tagValues));
  }

  /** A builder of this counter of what is counted elsewhere; the state is held weakly. */
  public <T> FunctionCounter.Builder<T> counter(
      T state, ToDoubleFunction<T> read, String... tagValues) {
    return FunctionCounter.builder(meterName, state, read)
        .description(help)
        .baseUnit(unit.isEmpty() ? null : unit)
        .tags(tags(tagValues));
  }

  /** A builder of this gauge; the state is held strongly. */
  public <T> Gauge.Builder<T> gauge(T state, ToDoubleFunction<T> read, String... tagValues) {
    return Gauge.builder(meterName, state, read)
        .description(help)
        .baseUnit(unit.isEmpty() ? null : unit)
        .strongReference(true)
        .tags(tags(tagValues));
  }

  /** A builder of this histogram of durations. */
  public Timer.Builder timer(String... tagValues) {
    return Timer.builder(meterName)
        .description(help)
        .serviceLevelObjectives(kind.buckets())
        .tags(tags(tagValues));
  }
}
