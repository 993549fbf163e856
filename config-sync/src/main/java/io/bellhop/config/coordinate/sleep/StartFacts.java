package io.bellhop.config.coordinate.sleep;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.launch.LaunchSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All that tells whether an instance of an app that serves is to be expected.
 *
 * @param starts of the deployments that take its traffic
 * @param events what happened lately to its instances, oldest first
 * @param agents that are alive
 * @param agentlessFor how long none was, as far as was seen
 * @param wokenAtMillis the last time that it was; 0 for never
 */
public record StartFacts(
    AppName app,
    List<Start> starts,
    List<InstanceEvent> events,
    List<AgentInfo> agents,
    Duration agentlessFor,
    long wokenAtMillis,
    long nowMillis) {
  /** Copies the lists. */
  public StartFacts {
    starts = List.copyOf(starts);
    events = List.copyOf(events);
    agents = List.copyOf(agents);
  }

  /**
   * One deployment that agents run.
   *
   * @param wanted how many instances
   * @param spec of what is to run
   * @param revision of that
   * @param loop the row of its failures, whatever revision it is of
   * @param held whether an agent has any of its slots, to start an instance or with one that runs
   */
  public record Start(
      DeploymentName name,
      int wanted,
      LaunchSpec spec,
      long revision,
      Optional<CrashLoop> loop,
      boolean held) {}
}
