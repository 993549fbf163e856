package io.bellhop.agent.runs;

import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunEnd;
import io.bellhop.model.run.RunKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does nothing, and remembers what was asked for since it was last looked at. */
final class RecordedRunEffects implements RunEffects {
  private final List<String> asked = new ArrayList<>();

  List<String> take() {
    List<String> taken = List.copyOf(asked);
    asked.clear();
    return taken;
  }

  @Override
  public void claim(RunKey run) {
    asked.add("claim " + run.run());
  }

  @Override
  public void attend(RunKey run) {
    asked.add("attend " + run.run());
  }

  @Override
  public void start(RunKey run, LaunchOrder order) {
    asked.add("start " + run.run());
  }

  @Override
  public void running(Run run, Observed running) {
    asked.add("running " + run.key().run());
  }

  @Override
  public void stop(Observed running, Duration grace) {
    asked.add("stop " + running.id());
  }

  @Override
  public void report(Run run, RunEnd end, Optional<Observed> last) {
    asked.add("report " + run.key().run() + ": " + end.outcome().getClass().getSimpleName());
  }

  @Override
  public void remove(Observed ended) {
    asked.add("remove " + ended.id());
  }
}
