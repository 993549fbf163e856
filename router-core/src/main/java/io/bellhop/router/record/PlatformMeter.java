package io.bellhop.router.record;

import static io.bellhop.router.record.MeterKind.COUNTER;
import static io.bellhop.router.record.MeterKind.GAUGE;
import static io.bellhop.router.record.MeterKind.LONG_HISTOGRAM;

import java.util.List;

/**
 * Every meter of what surrounds the data plane, declared once: the table, rollouts, sleep, one-off
 * runs, the admin API and the process.
 */
public enum PlatformMeter implements DeclaredMeter {
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
  /** Apps that run fewer instances than they have. */
  APPS_RESTING(
      "bellhop.apps.resting", GAUGE, "", "Apps that are idle and run sleep.minimumInstances"),
  /** Attempts to fall asleep. */
  SLEEPS(
      "bellhop.sleeps",
      COUNTER,
      "",
      "Times that an app was to fall asleep, as this router saw it end: asleep, resting with its"
          + " minimum of instances, or called_off by a cause",
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

  @SuppressWarnings("ImmutableEnumChecker") // its list is a copy that cannot be changed
  private final MeterForm form;

  PlatformMeter(String meterName, MeterKind kind, String unit, String help, String... tagKeys) {
    this.form = new MeterForm(meterName, kind, unit, help, List.of(tagKeys));
  }

  @Override
  public MeterForm form() {
    return form;
  }
}
