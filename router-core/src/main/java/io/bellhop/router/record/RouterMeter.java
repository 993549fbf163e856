package io.bellhop.router.record;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Every meter of the router, declared once: what is not here is not measured. Names are
 * Micrometer's, which a Prometheus registry turns into {@code bellhop_requests_total} and the like.
 */
public enum RouterMeter {
  /** Requests answered. */
  REQUESTS(
      "bellhop.requests", Kind.COUNTER, "", "Requests answered", "app", "deployment", "status"),
  /** From the head of a request to the end of its response. */
  REQUEST_DURATION(
      "bellhop.request.duration",
      Kind.LONG_HISTOGRAM,
      "seconds",
      "Time from the head of a request to the end of its response, without tunnels",
      "app",
      "deployment"),
  /** Requests and tunnels under way. */
  REQUESTS_IN_FLIGHT(
      "bellhop.requests.in.flight",
      Kind.GAUGE,
      "",
      "Requests and tunnels under way",
      "app",
      "deployment"),
  /** Body bytes from clients. */
  REQUEST_BYTES(
      "bellhop.request.body",
      Kind.COUNTER,
      "bytes",
      "Body bytes relayed to backends",
      "app",
      "deployment"),
  /** Body bytes to clients. */
  RESPONSE_BYTES(
      "bellhop.response.body",
      Kind.COUNTER,
      "bytes",
      "Body bytes relayed to clients",
      "app",
      "deployment"),
  /** New connections to backends. */
  BACKEND_CONNECT(
      "bellhop.backend.connect.duration",
      Kind.HISTOGRAM,
      "seconds",
      "Time to open a connection to a backend",
      "app",
      "deployment"),
  /** How long backends think. */
  BACKEND_FIRST_BYTE(
      "bellhop.backend.first.byte.duration",
      Kind.HISTOGRAM,
      "seconds",
      "Time from the head sent to a backend to the first byte of its response",
      "app",
      "deployment"),
  /** Pooled and leased connections to backends. */
  BACKEND_CONNECTIONS(
      "bellhop.backend.connections",
      Kind.GAUGE,
      "",
      "Connections open to backends, by state: active or idle",
      "app",
      "deployment",
      "state"),
  /** Requests tried again. */
  RETRIES(
      "bellhop.retries",
      Kind.COUNTER,
      "",
      "Requests tried again on another connection",
      "app",
      "deployment",
      "reason"),
  /** Requests that could have been tried again but for some bound or rule. */
  RETRIES_REFUSED(
      "bellhop.retries.refused",
      Kind.COUNTER,
      "",
      "Requests whose attempt failed and that were not tried again, by why",
      "app",
      "deployment",
      "reason"),
  /** Backends that were given no requests for a while, as too many connects were under way. */
  CIRCUIT_OPENINGS(
      "bellhop.backend.circuit.openings",
      Kind.COUNTER,
      "",
      "Times that a backend was passed over, as too many connects to it were under way",
      "app",
      "deployment"),
  /** WebSockets that were told to close. */
  WEBSOCKETS_TOLD(
      "bellhop.websockets.told",
      Kind.COUNTER,
      "",
      "WebSockets told to close, as their deployment takes no more traffic",
      "app",
      "deployment"),
  /** Requests held now. */
  REQUESTS_HELD(
      "bellhop.requests.held", Kind.GAUGE, "", "Requests held until they can go on", "app"),
  /** How long requests were held. */
  HOLD_DURATION(
      "bellhop.hold.duration",
      Kind.HISTOGRAM,
      "seconds",
      "Time that requests were held, whatever came of them",
      "app"),
  /** Requests that had to be held. */
  HOLDS(
      "bellhop.holds",
      Kind.COUNTER,
      "",
      "Requests that had to be held, by what for and what came of it",
      "app",
      "reason",
      "outcome"),
  /** Wakes that this router called for. */
  WAKES(
      "bellhop.wakes",
      Kind.COUNTER,
      "",
      "Wakes called for, by what came of them",
      "app",
      "outcome"),
  /** How long they took. */
  WAKE_DURATION(
      "bellhop.wake.duration",
      Kind.LONG_HISTOGRAM,
      "seconds",
      "Time from the request that woke an app: called, healthy, first_byte",
      "app",
      "phase"),
  /** Requests for sleeping apps that were answered at once. */
  WAKE_ANSWERS(
      "bellhop.wake.answers",
      Kind.COUNTER,
      "",
      "Requests answered in place of an app that is not awake: page, accepted or canned",
      "app",
      "kind"),
  /** Requests that Bellhop failed or cut; the app is empty where none was found. */
  FAILURES("bellhop.failures", Kind.COUNTER, "", "Requests failed", "app", "code", "fault"),

  /** Client connections open now. */
  CLIENT_CONNECTIONS("bellhop.client.connections", Kind.GAUGE, "", "Client connections open"),
  /** Client connections ever accepted. */
  CLIENT_CONNECTIONS_ACCEPTED(
      "bellhop.client.connections.accepted", Kind.COUNTER, "", "Client connections accepted"),
  /** Client connections closed at once, as a limit was reached. */
  CLIENT_CONNECTIONS_REFUSED(
      "bellhop.client.connections.refused",
      Kind.COUNTER,
      "",
      "Client connections closed because a limit was reached"),
  /** How old the knowledge is that requests are routed by. */
  TABLE_AGE(
      "bellhop.table.age",
      Kind.GAUGE,
      "seconds",
      "Time since the table of apps was last known to be current"),
  /** The newest transaction in the table. */
  TABLE_EPOCH("bellhop.table.epoch", Kind.GAUGE, "", "Newest ZooKeeper transaction in the table"),
  /** Apps in the table. */
  TABLE_APPS("bellhop.table.apps", Kind.GAUGE, "", "Apps in the table"),
  /** Nodes in ZooKeeper that are not valid. */
  TABLE_REJECTED_NODES(
      "bellhop.table.rejected.nodes", Kind.GAUGE, "", "ZooKeeper nodes refused as invalid"),
  /** Apps that should be sticky and cannot be here. */
  STICKY_WITHOUT_KEY(
      "bellhop.sticky.without.key",
      Kind.GAUGE,
      "",
      "Apps whose spec asks for sticky clients, while this router has no router.sticky.key"),
  /** Attempts to keep the table on disk that failed. */
  TABLE_COPY_FAILURES(
      "bellhop.table.copy.failures",
      Kind.COUNTER,
      "",
      "Attempts to write the copy of the table to disk that failed"),
  /** Lines that never got to the writer. */
  ACCESS_LOG_DROPPED(
      "bellhop.access.log.dropped",
      Kind.COUNTER,
      "",
      "Access log lines dropped because the queue was full"),
  /** Lines that the writer could not write. */
  ACCESS_LOG_FAILED(
      "bellhop.access.log.failed",
      Kind.COUNTER,
      "",
      "Access log lines lost because they could not be written"),
  /** Deployments and apps that share the overflow series. */
  SERIES_OVERFLOWED(
      "bellhop.meters.overflowed",
      Kind.GAUGE,
      "",
      "Deployments or apps without series of their own, because the limit is reached",
      "of"),
  /** Rollouts that this router, as their owner, ended. */
  ROLLOUTS(
      "bellhop.rollouts",
      Kind.COUNTER,
      "",
      "Rollouts that this router brought to their end, by outcome and by how the old set drained",
      "outcome",
      "drain"),
  /** From the switch to the end of the drain. */
  ROLLOUT_DRAIN(
      "bellhop.rollout.drain.duration",
      Kind.LONG_HISTOGRAM,
      "seconds",
      "Time from a rollout's switch until nothing was in flight on the old set"),
  /** The longest that each drain waited for. */
  ROLLOUT_LONGEST(
      "bellhop.rollout.longest.request.duration",
      Kind.LONG_HISTOGRAM,
      "seconds",
      "The longest request or tunnel that ended in the drain of a rollout"),
  /** Requests and tunnels cut in drains. */
  ROLLOUT_CUTS(
      "bellhop.rollout.cuts",
      Kind.COUNTER,
      "",
      "Requests and tunnels cut at the drain deadline of rollouts, over all routers"),
  /** WebSockets told to close in drains. */
  ROLLOUT_WEBSOCKETS_TOLD(
      "bellhop.rollout.websockets.told",
      Kind.COUNTER,
      "",
      "WebSockets told to close in the drains of rollouts, over all routers"),
  /** Transactions that this router, as an app's owner, wrote or tried to. */
  ROLLOUT_STEPS(
      "bellhop.rollout.steps",
      Kind.COUNTER,
      "",
      "Steps of rollouts that this router took as an app's owner: taken, or refused as outdated",
      "result"),
  /** Transactions by which this router acknowledged. */
  ROLLOUT_ACKNOWLEDGEMENTS(
      "bellhop.rollout.acknowledgements",
      Kind.COUNTER,
      "",
      "Acknowledgements that this router wrote for rollouts"),
  /** Readings and writings that failed. */
  ROLLOUT_FAILURES(
      "bellhop.rollout.failures",
      Kind.COUNTER,
      "",
      "Times that a rollout stood still on this router, as ZooKeeper could not be read or written"),
  /** Apps that sleep. */
  APPS_ASLEEP("bellhop.apps.asleep", Kind.GAUGE, "", "Apps that sleep"),
  /** Attempts to fall asleep. */
  SLEEPS(
      "bellhop.sleeps",
      Kind.COUNTER,
      "",
      "Times that an app was to fall asleep, as this router saw it end: asleep, or called_off by a"
          + " cause",
      "outcome",
      "cause"),
  /** Transactions of this router for apps that sleep, but of steps. */
  SLEEP_WRITES(
      "bellhop.sleep.writes",
      Kind.COUNTER,
      "",
      "Demand, acknowledgements and wakes that this router wrote for apps that may sleep"),
  /** Readings and writings that failed. */
  SLEEP_FAILURES(
      "bellhop.sleep.failures",
      Kind.COUNTER,
      "",
      "Times that the sleep of an app stood still on this router, as ZooKeeper could not be read or"
          + " written"),
  /** One-off runs that ended, of the apps that this router owns. */
  RUNS(
      "bellhop.runs",
      Kind.COUNTER,
      "",
      "One-off runs that ended, of the apps that this router owns",
      "app",
      "outcome"),
  /** How long one-off runs ran. */
  RUN_DURATION(
      "bellhop.run.duration",
      Kind.LONG_HISTOGRAM,
      "seconds",
      "Time from the start of a one-off run to its end, of the apps that this router owns",
      "app"),
  /** One-off runs that wait. */
  RUNS_QUEUED(
      "bellhop.runs.queued",
      Kind.GAUGE,
      "",
      "One-off runs that wait for an agent, of the apps that this router owns",
      "app"),
  /** What could not be written of one-off runs. */
  RUN_FAILURES(
      "bellhop.run.failures",
      Kind.COUNTER,
      "",
      "Times that the runs of an app could not be tended, as ZooKeeper could not be written"),
  /** What came of requests to the admin API: {@code ok}, or why they were refused. */
  ADMIN_REQUESTS(
      "bellhop.admin.requests", Kind.COUNTER, "", "Requests to the admin API, by outcome", "code"),
  /** Event streams open now. */
  ADMIN_EVENT_STREAMS(
      "bellhop.admin.event.streams", Kind.GAUGE, "", "Event streams that the admin API has open"),
  /** Always 1. */
  BUILD("bellhop.build.info", Kind.GAUGE, "", "The version that runs; always 1", "version", "java");

  /** What a meter does with what it is told. */
  public enum Kind {
    /** Adds up. */
    COUNTER,
    /** Is read when scraped. */
    GAUGE,
    /** Counts durations in buckets fit for single steps. */
    HISTOGRAM,
    /** Counts durations in the finer buckets that a whole request deserves. */
    LONG_HISTOGRAM
  }

  private static final Duration[] STEP_BUCKETS =
      millis(1, 5, 10, 50, 100, 500, 1_000, 5_000, 30_000);
  private static final Duration[] REQUEST_BUCKETS =
      millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000);

  private final String meterName;
  private final Kind kind;
  private final String unit;
  private final String help;

  @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed; the type does not say so
  private final List<String> tagKeys;

  RouterMeter(String meterName, Kind kind, String unit, String help, String... tagKeys) {
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
  public Kind kind() {
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
    if (values.length != tagKeys.size()) {
      throw new IllegalArgumentException(
          "%s has the tags %s, got the values %s".formatted(meterName, tagKeys, List.of(values)));
    }
    String[] pairs = new String[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      pairs[2 * i] = tagKeys.get(i);
      pairs[2 * i + 1] = values[i];
    }
    return Tags.of(pairs);
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
        .serviceLevelObjectives(kind == Kind.LONG_HISTOGRAM ? REQUEST_BUCKETS : STEP_BUCKETS)
        .tags(tags(tagValues));
  }

  private static Duration[] millis(long... values) {
    return Arrays.stream(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}
