package io.bellhop.model.run;

import io.bellhop.model.AppName;
import io.bellhop.model.launch.AgentId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All runs that are known, at one moment.
 *
 * @param current whether it is known to be in step; where it is not, nothing is started and nothing
 *     is given up
 * @param runs by app, those asked for first come first
 * @param claims which agents are there for which runs, each as long as its session lasts
 */
public record RunBoard(boolean current, Map<AppName, List<Run>> runs, Map<RunKey, AgentId> claims) {

  /** Before anything was read. */
  public static final RunBoard UNKNOWN = new RunBoard(false, Map.of(), Map.of());

  /** Copies the maps. */
  public RunBoard {
    runs = Map.copyOf(runs);
    claims = Map.copyOf(claims);
  }

  /** The runs of an app. */
  public List<Run> of(AppName app) {
    return runs.getOrDefault(app, List.of());
  }

  /** One run. */
  public Optional<Run> find(RunKey key) {
    return of(key.app()).stream().filter(run -> run.key().equals(key)).findFirst();
  }
}
