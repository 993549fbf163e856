package io.bellhop.agent;

import io.bellhop.agent.runs.RunHost;
import io.bellhop.agent.runs.RunReconciler;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.agent.runtime.RuntimeListener;
import io.bellhop.model.run.RunKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that decides about runs. It looks again whenever the board changes, a run ends or
 * an answer comes, and while there are runs every 100 ms, because their time passes.
 */
final class RunLoop implements RuntimeListener {
  private static final Logger LOG = LoggerFactory.getLogger(RunLoop.class);
  private static final long TICK_MILLIS = 100;
  private static final long LIST_MILLIS = 10_000;
  private static final long LIST_AGAIN_MILLIS = 1_000;
  private static final long ALIVE_MILLIS = 1_000;

  private final RunSurroundings around;
  private final Workers workers;
  private final AsyncRunEffects effects;
  private final RunReconciler reconciler;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "bellhop-agent-runs");
            made.setDaemon(true);
            return made;
          });
  private final AtomicBoolean looking = new AtomicBoolean();
  private final AtomicBoolean listing = new AtomicBoolean();
  private volatile Map<RunKey, String> phases = Map.of();
  private boolean listed;

  RunLoop(RunHost host, RunSurroundings around, Workers workers) {
    this.around = around;
    this.workers = workers;
    this.effects = new AsyncRunEffects(host.agent(), around, workers, this::answer);
    this.reconciler = new RunReconciler(host, around.clock(), effects);
  }

  void start() {
    around.runtime().watch(this);
    around.claims().onChange(this::look);
    list();
    every(TICK_MILLIS, this::tick);
    every(LIST_MILLIS, this::list);
    every(LIST_MILLIS, this::forgetLogs);
    every(LIST_AGAIN_MILLIS, this::listUntilItWorks);
    every(ALIVE_MILLIS, () -> workers.runtime(around.journal()::tick));
  }

  private void every(long millis, Runnable task) {
    thread.scheduleWithFixedDelay(() -> guarded(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** An executor drops a task that throws; the agent must outlive its own defects. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("the agent met a defect of its own and goes on: report it", e);
    }
  }

  Map<RunKey, String> phases() {
    return phases;
  }

  void retire() {
    answer(RunReconciler::retire);
  }

  private void answer(Consumer<RunReconciler> answer) {
    submit(
        () -> {
          answer.accept(reconciler);
          reconcile();
        });
  }

  private void look() {
    if (looking.compareAndSet(false, true)) {
      submit(
          () -> {
            // Cleared first: a change during the look is looked at again.
            looking.set(false);
            reconcile();
          });
    }
  }

  private void submit(Runnable task) {
    try {
      thread.execute(() -> guarded(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("the agent is closed, an answer comes too late");
    }
  }

  private void tick() {
    if (!reconciler.settled()) {
      reconcile();
    }
  }

  private void reconcile() {
    reconciler.reconcile(around.claims().board(), around.instances().get());
    phases = Map.copyOf(reconciler.phases());
  }

  private void forgetLogs() {
    around.logs().forget(reconciler::isForgotten);
  }

  private void listUntilItWorks() {
    if (!listed) {
      list();
    }
  }

  /** Reads what runs from the runtime, and never twice at once. */
  private void list() {
    if (!listing.compareAndSet(false, true)) {
      return;
    }
    boolean accepted =
        workers.runtime(
            () -> {
              try {
                tell(around.runtime().list());
              } catch (RuntimeFailure e) {
                effects.failed(e);
              } finally {
                listing.set(false);
              }
            });
    if (!accepted) {
      listing.set(false);
    }
  }

  private void tell(List<Observed> all) {
    effects.resume(all);
    submit(
        () -> {
          if (!listed) {
            around.journal().reconcile(all);
          }
          listed = true;
          reconciler.observed(all);
          reconcile();
        });
  }

  @Override
  public void ended(RuntimeId id) {
    workers.runtime(() -> effects.ended(id));
  }

  @Override
  public void unwatched() {
    submit(this::list);
  }

  void close() {
    thread.shutdownNow();
  }
}
