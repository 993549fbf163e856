package io.bellhop.agent;

import io.bellhop.agent.reconcile.Reconciler;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.agent.runtime.RuntimeListener;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.SlotBoard;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that decides. It looks again whenever the board changes, an instance ends or an
 * answer comes, and now and then because times pass. A tick in which nothing can change costs
 * nothing.
 */
final class AgentLoop implements RuntimeListener {
  private static final Logger LOG = LoggerFactory.getLogger(AgentLoop.class);
  private static final long TICK_MILLIS = 100;
  private static final long LIST_MILLIS = 10_000;
  private static final long LIST_AGAIN_MILLIS = 1_000;
  private static final long ALIVE_MILLIS = 1_000;
  private static final long ANNOUNCE_NANOS = 1_000_000_000;

  private final AgentSettings settings;
  private final Surroundings around;
  private final Workers workers;
  private final Outputs outputs;
  private final Happenings happenings;
  private final ShortfallNews shortfalls;
  private final AsyncEffects effects;
  private final Reconciler reconciler;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "bellhop-agent");
            made.setDaemon(true);
            return made;
          });
  private final AtomicBoolean looking = new AtomicBoolean();
  private final AtomicBoolean listing = new AtomicBoolean();
  private volatile AgentStatus status = AgentStatus.NONE;
  private volatile @Nullable AgentInfo announced;
  private long announcedAtNanos = System.nanoTime() - 2 * ANNOUNCE_NANOS;
  private boolean listed;

  AgentLoop(AgentSettings settings, Surroundings around, Workers workers, InstantSource clock) {
    this.settings = settings;
    this.around = around;
    this.workers = workers;
    this.outputs = new Outputs(around.runtime(), around.logs());
    this.happenings = new Happenings(settings.id(), around.claims(), workers, clock);
    this.shortfalls = new ShortfallNews(settings.id(), clock, happenings);
    this.effects = new AsyncEffects(around, workers, outputs, happenings, this::answer);
    this.reconciler = new Reconciler(settings.id(), clock, settings.policy(), effects);
  }

  void start() {
    around.runtime().watch(this);
    around.claims().onChange(this::look);
    list();
    every(TICK_MILLIS, this::tick);
    every(LIST_MILLIS, this::list);
    every(LIST_AGAIN_MILLIS, this::listUntilItWorks);
    every(ALIVE_MILLIS, () -> workers.runtime(around.journal()::tick));
    every(ALIVE_MILLIS, happenings::tell);
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

  AgentStatus status() {
    return status;
  }

  /** Stops what runs, and claims nothing more. */
  void retire() {
    answer(Reconciler::retire);
  }

  private void answer(Consumer<Reconciler> answer) {
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
    announce();
  }

  private void reconcile() {
    SlotBoard board = around.claims().board();
    reconciler.reconcile(board);
    status =
        new AgentStatus(
            reconciler.phases(), reconciler.load(), reconciler.shortfalls(), effects.lastFailure());
    shortfalls.look(status.shortfalls(), board);
  }

  private void announce() {
    AgentInfo now = settings.info(around.runtime().kind(), reconciler.load());
    boolean due = System.nanoTime() - announcedAtNanos > ANNOUNCE_NANOS;
    // What was refused is not said again in every tick: it may be for as long as a session lasts.
    boolean changed = announced == null ? due : !now.equals(announced);
    if (changed || (due && !around.claims().board().lists(now.id()))) {
      announced = now;
      announcedAtNanos = System.nanoTime();
      workers.store(() -> announce(now));
    }
  }

  private void announce(AgentInfo now) {
    try {
      around.claims().announce(now);
    } catch (StoreException e) {
      announced = null;
      around.meters().storeFailed();
      LOG.warn("the agent cannot be announced, and tries again: {}", e.getMessage());
    }
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
    effects.worked();
    outputs.resume(all);
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
