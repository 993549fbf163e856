package io.bellhop.app.perrequest;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.StoreException;
import io.bellhop.model.StoreException.Reason;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.model.health.CheckedAppListener;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunBoard;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunSpec;
import io.bellhop.model.wake.WakeTrouble.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stage between health and the data plane that gives apps with {@code perRequest} their runs as
 * instances, each for one request. All other apps pass through untouched. Thread safe.
 */
public final class PerRequestApps implements CheckedAppListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PerRequestApps.class);
  private static final long TICK_MILLIS = 500;
  private static final int STORE_THREADS = 8;
  private static final int MOST_STORE_CALLS = 1_000;
  private static final Duration CLOSE_TIME = Duration.ofSeconds(3);

  /** A run that was just asked for may stand on the board before its answer is here. */
  private static final Duration ASKED_WITHIN = Duration.ofSeconds(30);

  private final Surroundings around;
  private final Map<AppName, RunPool> pools = new HashMap<>();

  /** Of apps that want none any more: requests are under way on what is left in them. */
  private final List<RunPool> closing = new ArrayList<>();

  private final PoolHands hands = new PoolHands();
  private final AtomicBoolean looking = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(named("bellhop-per-request"));
  private final ThreadPoolExecutor store =
      new ThreadPoolExecutor(
          STORE_THREADS,
          STORE_THREADS,
          1,
          TimeUnit.MINUTES,
          new LinkedBlockingQueue<>(MOST_STORE_CALLS),
          named("bellhop-per-request-store"));

  /** Starts nothing before it is told of an app that wants it. */
  public PerRequestApps(Surroundings around) {
    this.around = around;
    store.allowCoreThreadTimeOut(true);
    thread.scheduleWithFixedDelay(this::looked, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static ThreadFactory named(String name) {
    return task -> {
      Thread made = new Thread(task, name);
      made.setDaemon(true);
      return made;
    };
  }

  @Override
  public synchronized void appChanged(CheckedApp checked) {
    App app = checked.app();
    if (app.spec().perRequest().isEmpty()) {
      end(app.name());
      around.plane().appChanged(checked);
      return;
    }
    pools.computeIfAbsent(app.name(), name -> new RunPool(checked, around, hands)).change(checked);
    look();
  }

  @Override
  public synchronized void appRemoved(AppName name) {
    end(name);
    around.plane().appRemoved(name);
  }

  private void end(AppName name) {
    RunPool pool = pools.remove(name);
    if (pool != null) {
      pool.close();
      closing.add(pool);
    }
  }

  @Override
  public void tableLoaded() {
    around.plane().tableLoaded();
  }

  /** Something may be to be done: a request waits, or the board changed. Never waits. */
  public void look() {
    if (looking.compareAndSet(false, true)) {
      try {
        thread.execute(this::looked);
      } catch (RejectedExecutionException e) {
        LOG.debug("closed: what is left ends with its router");
      }
    }
  }

  private void looked() {
    // Cleared first: what changes during the look is looked at again.
    looking.set(false);
    try {
      lookAtAll();
    } catch (RuntimeException e) {
      LOG.error("runs for requests met a defect and go on: report it", e);
    }
  }

  private synchronized void lookAtAll() {
    RunBoard board = around.board().get();
    pools.values().forEach(pool -> pool.look(board));
    closing.forEach(pool -> pool.look(board));
    closing.removeIf(RunPool::isEmpty);
    if (board.current()) {
      strays(board).forEach(run -> stop(run.key()));
    }
  }

  /** Runs of this router that it knows nothing of: an earlier life of it asked for them. */
  private List<Run> strays(RunBoard board) {
    Instant before = around.clock().instant().minus(ASKED_WITHIN);
    return board.runs().values().stream()
        .flatMap(List::stream)
        .filter(run -> run.spec().serves().filter(around.self()::equals).isPresent())
        .filter(run -> !run.ended() && !run.cancelAsked() && run.createdAt().isBefore(before))
        .filter(run -> !isKnown(run.key()))
        .toList();
  }

  private boolean isKnown(RunKey run) {
    RunPool pool = pools.get(run.app());
    return (pool != null && pool.knows(run)) || closing.stream().anyMatch(each -> each.knows(run));
  }

  private void stop(RunKey run) {
    call(
        () -> {
          try {
            Run unused = around.runs().cancel(run);
          } catch (StoreException e) {
            LOG.warn("run {} could not be told to end, its time ends it: {}", run, e.getMessage());
          }
        });
  }

  private boolean call(Runnable task) {
    try {
      store.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Ends what has no request, and waits for that to be written, for a bounded time. */
  @Override
  public void close() {
    synchronized (this) {
      pools.values().forEach(RunPool::close);
      pools.clear();
    }
    thread.shutdownNow();
    store.shutdown();
    try {
      boolean unused = store.awaitTermination(CLOSE_TIME.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does what pools want on threads that may block. */
  private final class PoolHands implements RunPool.Hands {
    @Override
    public void start(RunPool pool, AppSpec app, RunSpec spec) {
      if (!call(() -> ask(pool, app, spec))) {
        pool.refused(Kind.NO_CAPACITY, "this router has too much to do to start a run: try again");
      }
    }

    private void ask(RunPool pool, AppSpec app, RunSpec spec) {
      try {
        Run run = around.runs().create(app, spec, "");
        synchronized (PerRequestApps.this) {
          if (!pool.asked(run)) {
            stop(run.key());
          }
        }
        PerRequestApps.this.look();
      } catch (StoreException e) {
        LOG.warn("no run could be asked for: {}", e.getMessage());
        Kind kind = e.reason() == Reason.UNAVAILABLE ? Kind.STORE_AWAY : Kind.NO_CAPACITY;
        synchronized (PerRequestApps.this) {
          pool.refused(kind, String.valueOf(e.getMessage()));
        }
      }
    }

    @Override
    public void stop(RunKey run) {
      PerRequestApps.this.stop(run);
    }

    @Override
    public void look() {
      PerRequestApps.this.look();
    }
  }
}
