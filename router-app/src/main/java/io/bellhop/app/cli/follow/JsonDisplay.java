package io.bellhop.app.cli.follow;

import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.rollout.RolloutProgress;
import java.io.PrintWriter;
import java.time.Duration;

/** A line of JSON for each time that it stands elsewhere, as the API has it. */
public final class JsonDisplay implements Display {
  private final PrintWriter out;

  /** Prints to a writer. */
  public JsonDisplay(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void progress(RolloutProgress progress, long number) {
    out.println(RolloutJson.tree(progress));
    out.flush();
  }

  @Override
  public void elapsed(Duration time) {
    // Programs have clocks of their own.
  }

  @Override
  public void ended(Ending ending) {
    // The last line told it.
  }
}
