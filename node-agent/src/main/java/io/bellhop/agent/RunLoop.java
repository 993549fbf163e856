package io.bellhop.agent;

import io.bellhop.agent.runs.RunHost;
import io.bellhop.agent.runs.RunReconciler;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.model.run.RunKey;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The one thread that decides about runs. It looks again whenever the board changes, a run ends or
 * an answer comes, and while there are runs every 100 ms, because their time passes.
 */
final class RunLoop implements RuntimeWatch.Observer {
  private static final long TICK_MILLIS = 100;
  private static final long FORGET_MILLIS = 10_000;
  private static final long ALIVE_MILLIS = 1_000;

  private final RunSurroundings around;
  private final Workers workers;
  private final AsyncRunEffects effects;
  private final RunReconciler reconciler;
  private final DecisionThread thread = new DecisionThread("bellhop-agent-runs");
  private final RuntimeWatch watch;
  private final Retirement retirement = new Retirement();
  private volatile Map<RunKey, String> phases = Map.of();

  RunLoop(RunHost host, RunSurroundings around, Workers workers) {
    this.around = around;
    this.workers = workers;
    this.effects = new AsyncRunEffects(host.agent(), around, workers, this::answer);
    this.reconciler = new RunReconciler(host, around.clock(), effects);
    this.watch = new RuntimeWatch(around.runtime(), around.journal(), workers, thread, this);
  }

  void start() {
    around.claims().onChange(thread.coalesced(this::reconcile));
    watch.start();
    thread.every(TICK_MILLIS, this::tick);
    thread.every(FORGET_MILLIS, this::forgetLogs);
    thread.every(ALIVE_MILLIS, this::endAbandoned);
    thread.every(ALIVE_MILLIS, () -> workers.runtime(around.journal()::tick));
  }

  Map<RunKey, String> phases() {
    return phases;
  }

  /** Stops what runs, and claims nothing more. */
  Retirement retire() {
    answer(
        retired -> {
          retired.retire();
          retirement.begin();
        });
    return retirement;
  }

  private void answer(Consumer<RunReconciler> answer) {
    thread.submit(
        () -> {
          answer.accept(reconciler);
          reconcile();
        });
  }

  private void tick() {
    if (!reconciler.settled()) {
      reconcile();
    }
  }

  private void reconcile() {
    reconciler.reconcile(around.claims().board(), around.load().instances());
    around.load().runs(reconciler.load());
    phases = Map.copyOf(reconciler.phases());
    retirement.look(phases.values().stream().allMatch("reported"::equals));
  }

  private void endAbandoned() {
    around.attached().abandoned().forEach(reconciler::abandoned);
  }

  private void forgetLogs() {
    around.logs().forget(reconciler::isForgotten);
  }

  @Override
  public void listing() {
    reconciler.listing();
  }

  @Override
  public void listed(List<Observed> all) {
    effects.resume(all);
  }

  @Override
  public void observed(List<Observed> all) {
    reconciler.observed(all);
    reconcile();
  }

  @Override
  public void ended(RuntimeId id) {
    effects.ended(id);
  }

  @Override
  public void failed(RuntimeFailure failure) {
    effects.failed(failure);
  }

  void close() {
    thread.close();
  }
}
