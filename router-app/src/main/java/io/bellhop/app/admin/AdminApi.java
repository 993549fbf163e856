package io.bellhop.app.admin;

import io.bellhop.app.attach.RunAttachments;
import io.bellhop.app.logs.AgentLogs;
import io.bellhop.app.usage.AgentUsage;
import io.bellhop.model.AppStore;
import io.bellhop.model.news.AppNews;
import io.bellhop.model.rollout.Rollouts;
import io.bellhop.model.run.Runs;
import io.bellhop.model.schedule.Schedules;
import io.bellhop.model.sleep.Sleeps;
import io.bellhop.model.wake.Demand;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the admin API serves, from what it is given to serve from.
 *
 * @param table the apps as this process knows them, and when they change
 * @param store where changes are written
 * @param rollouts where rollouts are started and followed
 * @param runs where one-off runs are asked for
 * @param schedules how what is run by the clock stands
 * @param sleeps where apps are put to sleep, and what is known of that
 * @param demand where apps are woken
 * @param logs what instances print
 * @param usage what apps used
 * @param events what happened to apps, but for their rollouts
 * @param process what this process says of itself
 * @param meters what {@code /metrics} shows
 */
public record AdminApi(
    TableWatch table,
    AppStore store,
    Rollouts rollouts,
    Runs runs,
    Schedules schedules,
    Sleeps sleeps,
    Demand demand,
    AgentLogs logs,
    AgentUsage usage,
    AppNews events,
    ProcessView process,
    PrometheusMeterRegistry meters) {

  /** Every endpoint there is; {@code openapi.yaml} lists the same, and a test compares them. */
  List<Endpoint> endpoints() {
    return Stream.of(
            new HealthEndpoints(process).endpoints(),
            new MetricsEndpoint(meters).endpoints(),
            new StatusEndpoints(table.table(), process).endpoints(),
            new AppEndpoints(table, store, process).endpoints(),
            new DeploymentEndpoints(table, store).endpoints(),
            new TrafficEndpoints(table, store).endpoints(),
            new ModeEndpoints(table, store, new WakeByHand(table, demand)).endpoints(),
            new RolloutEndpoints(table, rollouts).endpoints(),
            new RunEndpoints(new KnownRuns(table, runs), logs.runs()).endpoints(),
            new AttachmentEndpoints(
                    new KnownRuns(table, runs), new RunAttachments(logs.runAgents()))
                .endpoints(),
            new ScheduleEndpoints(table, schedules).endpoints(),
            new EventEndpoints(table, rollouts, events, process).endpoints(),
            new LogEndpoints(table, logs).endpoints(),
            new SleepEndpoints(sleeps, new WakeByHand(table, demand)).endpoints(),
            new InsightEndpoints(table, process, new Insights(sleeps, events, usage, runs))
                .endpoints(),
            new OpenApiEndpoint().endpoints())
        .flatMap(List::stream)
        .map(endpoint -> Apps.namingNearest(table.table(), endpoint))
        .toList();
  }
}
