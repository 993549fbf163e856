package io.bellhop.config.runs;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.coordinate.step.Owner;
import io.bellhop.config.watch.SyncThread;
import io.bellhop.config.write.Transactions;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppTable;
import io.bellhop.model.RouterId;
import io.bellhop.model.RouterInfo;
import io.bellhop.model.StoreException;
import io.bellhop.model.TableStatus.Origin;
import io.bellhop.model.run.RunBoard;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches over the runs of the apps that this router owns, on a thread of its own that may block.
 * Writes nothing while nothing is due. Thread safe.
 */
public final class RunKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunKeeper.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final SyncThread thread = new SyncThread("bellhop-run-keeper");
  private final Ensemble ensemble;
  private final RunsFollower follower;
  private final AppTable table;
  private final RunDuties duties;
  private final ScheduleRounds schedules;
  private final int runsPerAccount;
  private final InstantSource clock;
  private final Settled settling = new Settled();
  private final RunCounting counting = new RunCounting();
  private @Nullable RunMetrics metrics;

  /**
   * Does nothing before it is started.
   *
   * @param runsPerAccount that may wait or run at once
   */
  public RunKeeper(
      Ensemble ensemble,
      RunsFollower follower,
      AppTable table,
      ChangedApps changed,
      int runsPerAccount,
      InstantSource clock) {
    this.ensemble = ensemble;
    this.follower = follower;
    this.table = table;
    this.duties = new RunDuties(clock);
    this.schedules = new ScheduleRounds(table, changed, clock);
    this.runsPerAccount = runsPerAccount;
    this.clock = clock;
  }

  /** Begins, once. */
  public void start(RouterId self, Supplier<List<RouterInfo>> routers, RunMetrics newMetrics) {
    thread.execute(
        () -> {
          metrics = newMetrics;
          round(self, routers);
        });
  }

  private void round(RouterId self, Supplier<List<RouterInfo>> routers) {
    Runnable unused = thread.schedule(() -> round(self, routers), EVERY);
    RunBoard board = follower.view();
    boolean inStep = table.status().origin() == Origin.ZOOKEEPER;
    if (!board.current() || !inStep) {
      // What was seen missing before an outage may be there again after it.
      duties.forgetMissing();
      schedules.forget();
      return;
    }
    Set<RouterId> ids = routers.get().stream().map(RouterInfo::id).collect(Collectors.toSet());
    for (AppName app : board.runs().keySet()) {
      boolean owned = Owner.of(app, ids).filter(self::equals).isPresent();
      counting.count(board.of(app), owned ? metrics : null);
      if (owned) {
        keep(app, board, ids);
      }
    }
    schedules.round(self, ids, board, settling);
    tellQueues(board, self, ids);
    counting.retain(board);
    duties.retain(board);
  }

  /** Over the session that there is when something is due. */
  private final class Settled implements ScheduleRounds.Settling {
    @Override
    public ScheduleRounds.Look settle(App app) throws StoreException {
      return keeper(app.name()).settle(app);
    }

    @Override
    public void gone(AppName app) throws StoreException {
      keeper(app).gone(app);
    }

    private ScheduleKeeper keeper(AppName app) throws StoreException {
      RunNodes nodes = nodes();
      RunMetrics told = metrics;
      return new ScheduleKeeper(
          nodes,
          new AccountNodes(nodes, runsPerAccount),
          clock,
          result -> Optional.ofNullable(told).ifPresent(each -> each.scheduled(app, result)));
    }
  }

  private void tellQueues(RunBoard board, RouterId self, Set<RouterId> ids) {
    Map<AppName, Integer> queues = new HashMap<>();
    board.runs().keySet().stream()
        .filter(app -> Owner.of(app, ids).filter(self::equals).isPresent())
        .forEach(app -> queues.put(app, RunCounting.waiting(board.of(app))));
    RunMetrics told = metrics;
    if (told != null) {
      told.queued(queues);
    }
  }

  private void keep(AppName app, RunBoard board, Set<RouterId> routers) {
    List<RunDuties.Duty> due =
        new ArrayList<>(duties.of(app, board, table.app(app).map(each -> each.spec().runs())));
    due.addAll(duties.ofGoneRouters(app, board, routers));
    try {
      for (RunDuties.Duty duty : due) {
        duty.in(nodes());
      }
    } catch (StoreException e) {
      LOG.warn("the runs of app {} could not be tended, and will be: {}", app, e.getMessage());
      Optional.ofNullable(metrics).ifPresent(RunMetrics::failed);
    }
  }

  private RunNodes nodes() throws StoreException {
    Transactions zookeeper =
        new Transactions(
            ensemble, ensemble.settings().connect(), ensemble.settings().connectTimeout());
    TreePaths paths = new TreePaths(ensemble.settings().root());
    return new RunNodes(zookeeper.inOneSession(), paths, ensemble.acl());
  }

  @Override
  public void close() {
    thread.close();
  }
}
