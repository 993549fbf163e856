package io.bellhop.config;

import io.bellhop.config.assemble.LiveTable;
import io.bellhop.config.assemble.TableState;
import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.coordinate.Coordination;
import io.bellhop.config.coordinate.drive.CoordinationMetrics;
import io.bellhop.config.coordinate.sleep.drive.SleepMetrics;
import io.bellhop.config.copy.CopyFile;
import io.bellhop.config.copy.CopyFile.Reading;
import io.bellhop.config.copy.CopyKeeper;
import io.bellhop.config.copy.TableCopy;
import io.bellhop.config.member.Announcement;
import io.bellhop.config.member.RouterList;
import io.bellhop.config.runs.ChangedApps;
import io.bellhop.config.runs.RunKeeper;
import io.bellhop.config.runs.RunMetrics;
import io.bellhop.config.runs.RunsFollower;
import io.bellhop.config.runs.ZooKeeperRuns;
import io.bellhop.config.runs.ZooKeeperSchedules;
import io.bellhop.config.slots.AnnouncedAgents;
import io.bellhop.config.slots.EventNode;
import io.bellhop.config.watch.Subscriptions;
import io.bellhop.config.watch.TreeFollower;
import io.bellhop.config.write.ZooKeeperAppStore;
import io.bellhop.config.write.ZooKeeperRollouts;
import io.bellhop.config.write.ZooKeeperSleeps;
import io.bellhop.model.AppListener;
import io.bellhop.model.AppStore;
import io.bellhop.model.AppTable;
import io.bellhop.model.RouterId;
import io.bellhop.model.RouterInfo;
import io.bellhop.model.TableStatus.Origin;
import io.bellhop.model.launch.Agents;
import io.bellhop.model.news.AppNews;
import io.bellhop.model.plane.DataPlane;
import io.bellhop.model.rollout.Rollouts;
import io.bellhop.model.run.RunBoard;
import io.bellhop.model.run.Runs;
import io.bellhop.model.schedule.Schedules;
import io.bellhop.model.sleep.Sleeps;
import io.bellhop.model.wake.Demand;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a process in step with ZooKeeper. Thread safe. */
public final class ConfigSync implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigSync.class);

  private final TreePaths paths;
  private final ChangedApps changed = new ChangedApps();
  private final Subscriptions subscriptions = new Subscriptions();
  private final LiveTable table;
  private final RouterList routers;
  private final TreeFollower follower;
  private final CopyFile file;
  private final CopyKeeper keeper;
  private final Announcement announcement;
  private final Ensemble ensemble;
  private final AppStore store;
  private final Coordination coordination;
  private final Rollouts rollouts;
  private final Sleeps sleeps;
  private final RunsFollower runsFollower;
  private final Runs runs;
  private final Schedules schedules;
  private final RunKeeper runKeeper;
  private final Agents agents;
  private final AppNews news;
  private final AtomicBoolean announced = new AtomicBoolean();

  private ConfigSync(SyncSettings settings, AppListener listener, Clock clock) {
    ZooKeeperSettings zookeeper = settings.zookeeper();
    this.paths = new TreePaths(zookeeper.root());
    this.coordination = new Coordination(paths, clock);
    this.table =
        new LiveTable(
            new ToldAll(listener, coordination::appChanged, changed::add),
            clock,
            TableState.start(zookeeper.connect()));
    this.routers =
        new RouterList(paths.routers(), table.rejections(), coordination::routersChanged);
    this.file = new CopyFile(settings.copyDirectory(), clock);
    this.keeper =
        new CopyKeeper(file, settings.copyInterval(), this::worthKeeping, table::copyAttempted);
    this.follower =
        new TreeFollower(settings, table, clock, keeper::changed, coordination, subscriptions);
    this.follower.start(routers, this::readCopy);
    this.runsFollower = new RunsFollower(paths);
    this.announcement = new Announcement(paths.routers(), coordination::announced);
    this.ensemble = Ensemble.connect(zookeeper, new Connection());
    this.coordination.through(ensemble);
    this.store = new ZooKeeperAppStore(ensemble, table, follower::refresh);
    this.rollouts = new ZooKeeperRollouts(ensemble, clock, coordination::subscribe);
    ZooKeeperSleeps sleepsKept = new ZooKeeperSleeps(ensemble, clock);
    this.sleeps = sleepsKept;
    this.runs = new ZooKeeperRuns(ensemble, settings.runsPerAccount(), clock);
    this.schedules = new ZooKeeperSchedules(ensemble, clock);
    this.runKeeper =
        new RunKeeper(ensemble, runsFollower, table, changed, settings.runsPerAccount(), clock);
    this.agents = new AnnouncedAgents(ensemble, paths);
    this.news =
        new StoredNews(new EventNode(ensemble, paths), sleepsKept, runsFollower, subscriptions);
  }

  /**
   * Starts watching, in the background: returns at once, whether ZooKeeper is there or not. The
   * listener is told of the copy on disk if ZooKeeper does not answer in time, and of ZooKeeper's
   * table as soon as it does.
   *
   * @param copyDirectory where the last good table is kept
   */
  public static ConfigSync start(
      ZooKeeperSettings settings, Path copyDirectory, AppListener listener) {
    return start(SyncSettings.of(settings, copyDirectory), listener);
  }

  /** Starts watching as above, with times that are set. */
  public static ConfigSync start(SyncSettings settings, AppListener listener) {
    return new ConfigSync(settings, listener, Clock.systemUTC());
  }

  private Optional<TableCopy> readCopy() {
    Reading reading = file.read();
    if (reading instanceof Reading.Damaged damaged) {
      LOG.error("{}", damaged.detail());
      table.copyTrouble(damaged.detail());
    }
    return reading instanceof Reading.Whole whole ? Optional.of(whole.copy()) : Optional.empty();
  }

  /** Only what came from ZooKeeper is written: the copy must not outlive itself. */
  private Optional<TableCopy> worthKeeping() {
    var status = table.status();
    return status.origin() == Origin.ZOOKEEPER
        ? status.asOf().map(asOf -> new TableCopy(asOf, status.epoch(), table.apps()))
        : Optional.empty();
  }

  /** The table as this process knows it. */
  public AppTable table() {
    return table;
  }

  /** Writes changes for all routers. */
  public AppStore store() {
    return store;
  }

  /** The agents that run instances. */
  public Agents agents() {
    return agents;
  }

  /** What happened lately to apps, but for their rollouts. */
  public AppNews news() {
    return news;
  }

  /** Announces this router to its peers, now and after every new session, until closed; once. */
  public void announce(RouterInfo self) {
    if (announced.getAndSet(true)) {
      throw new IllegalStateException("announced already, as one router");
    }
    announcement.start(ensemble, self);
  }

  /**
   * Takes part in rollouts, and in letting apps sleep, from now on, once: steers the data plane,
   * acknowledges for it, and carries on those of the apps that this router owns.
   *
   * @param self the id under which this router is announced
   */
  public void coordinate(
      RouterId self, DataPlane plane, CoordinationMetrics metrics, SleepMetrics sleepMetrics) {
    coordination.takePart(
        new Coordination.Self(self, plane, table, routers::ids), metrics, sleepMetrics);
  }

  /** Takes part as above, and counts nothing of sleep. */
  public void coordinate(RouterId self, DataPlane plane, CoordinationMetrics metrics) {
    coordinate(self, plane, metrics, SleepMetrics.NONE);
  }

  /** What the router calls when requests need an app; {@link #coordinate} has it answer. */
  public Demand demand() {
    return coordination.demand();
  }

  /**
   * Watches over the runs of the apps that this router owns from now on, once: gives up what no
   * agent takes, ends what was lost with its agent, removes what is old.
   *
   * @param self the id under which this router is announced
   */
  public void keepRuns(RouterId self, RunMetrics metrics) {
    runKeeper.start(self, routers::routers, metrics);
  }

  /** All runs, as last read. Never waits. */
  public RunBoard runBoard() {
    return runsFollower.view();
  }

  /** Has the listener called after every change of {@link #runBoard}; it must not block. */
  public void onRunsChange(Runnable listener) {
    runsFollower.onChange(listener);
  }

  /** Asks for one-off runs, and shows them. */
  public Runs runs() {
    return runs;
  }

  /** How the schedules of apps stand. */
  public Schedules schedules() {
    return schedules;
  }

  /** Starts rollouts and follows them; following needs {@link #coordinate} to be called before. */
  public Rollouts rollouts() {
    return rollouts;
  }

  /** Puts apps to sleep by hand, and says what keeps them awake. */
  public Sleeps sleeps() {
    return sleeps;
  }

  /**
   * Announces this router as {@link #announce} does, and waits until it may take its first request:
   * its peers know of it, and its table has all that was switched before they did. To be called
   * before it listens, so that no rollout is reported drained while this router, unknown to it,
   * routes by an older table.
   *
   * @param atMost after which it goes on all the same: an outage of ZooKeeper must not keep a
   *     router with a good copy from serving. It is then announced when ZooKeeper is back
   * @return whether all of it was done in time
   */
  public boolean joinAsMember(RouterInfo self, Duration atMost) {
    announce(self);
    CompletableFuture<Void> joined =
        coordination.enrolled().thenCompose(enrolled -> follower.catchUp());
    try {
      joined.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn(
          "Router {} serves before its peers know of it: ZooKeeper does not answer", self.id());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Says other things of this router than when it was announced: where it listens by now. */
  public void describe(RouterInfo self) {
    announcement.describe(self);
  }

  /**
   * Takes this router out of the members; to be called when it takes no requests any more and the
   * last has ended, so that no rollout has to take it for lost.
   *
   * @return whether that is written
   */
  public boolean leave(Duration atMost) {
    announcement.stop();
    try {
      coordination.leave().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("This router could not be taken out of the members: {}", e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The routers that are members now; those last known while ZooKeeper is away. */
  public List<RouterInfo> routers() {
    return routers.routers();
  }

  /** Who has to know of each connection. */
  private final class Connection implements Ensemble.Listener {
    @Override
    public void connected(ZooKeeper session) {
      follower.connected(session);
      announcement.connected(session);
      runsFollower.connected(session);
    }

    @Override
    public void disconnected() {
      follower.disconnected();
      runsFollower.disconnected();
    }
  }

  /** Stops following, writes the copy a last time, and leaves the ensemble. */
  @Override
  public void close() {
    runKeeper.close();
    runsFollower.close();
    follower.close();
    keeper.close();
    coordination.close();
    ensemble.close();
  }
}
