package io.bellhop.load.scenario;

import io.bellhop.load.stack.Workspace;
import java.util.List;

/** One thing that is measured or shown against real processes. */
@FunctionalInterface
public interface Scenario {

  /**
   * Runs it, printing figures as they are had.
   *
   * @param arguments what followed the scenario's name on the command line
   * @throws io.bellhop.load.stack.LoadTestException where what should hold did not
   */
  void run(Workspace workspace, List<String> arguments);
}
