package io.bellhop.config.watch;

import io.bellhop.config.SyncSettings;
import io.bellhop.config.assemble.LiveTable;
import io.bellhop.config.assemble.TableAssembler;
import io.bellhop.config.assemble.TableState;
import io.bellhop.config.assemble.TableState.Link;
import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.connect.NodeReader;
import io.bellhop.config.copy.TableCopy;
import io.bellhop.model.AppName;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.TableStatus.Origin;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the tree over all sessions: begins with the copy on disk, reads everything after each
 * connection, then what changes; decides when the copy is used and when the table is in step.
 * {@link io.bellhop.config.assemble.TableState} draws the states.
 */
public final class TreeFollower implements Ensemble.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TreeFollower.class);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final SyncThread thread = new SyncThread("bellhop-config-sync");
  private final SyncSettings settings;
  private final LiveTable table;
  private final Clock clock;
  private final Runnable changed;
  private final RolloutEvents rollouts;
  private final Subscriptions news;
  private final NodeReader reader;
  private final Watches watches;
  private final Folders folders;
  private final TableAssembler assembler;
  private final AppTree tree;

  private Optional<TableCopy> copy = Optional.empty();
  private @Nullable ZooKeeper session;
  private Runnable callOffHoldingEnd = () -> {};
  private boolean bootWaitOver;
  private boolean treeRead;
  private boolean retryScheduled;
  private long changesSeen;

  /**
   * Follows nothing yet.
   *
   * @param changed told after changes to a table that is in step
   * @param rollouts told of what concerns rollouts
   * @param news told of what happens to apps
   */
  public TreeFollower(
      SyncSettings settings,
      LiveTable table,
      Clock clock,
      Runnable changed,
      RolloutEvents rollouts,
      Subscriptions news) {
    this.rollouts = rollouts;
    this.news = news;
    this.settings = settings;
    this.table = table;
    this.clock = clock;
    this.changed = changed;
    TreePaths paths = new TreePaths(settings.zookeeper().root());
    EventInbox inbox =
        new EventInbox(thread, this::nodesChanged, this::readAll, table::sawTransaction);
    this.reader = new NodeReader(thread, table::sawTransaction, this::failed);
    RolloutInbox first = new RolloutInbox(paths, rollouts, news, table::sawTransaction, inbox);
    this.watches = new Watches(first, failure -> thread.execute(() -> failed(failure)));
    this.folders = new Folders(watches, reader, this::contentsOf, this::checkInStep);
    this.assembler = new TableAssembler(paths, table, folders);
    this.tree = new AppTree(assembler, table.rejections(), reader, new Progress());
    thread.afterEach(this::afterEachStep, () -> failed("an internal fault"));
  }

  /**
   * Begins.
   *
   * @param routers takes what is read of the routers' node
   * @param readCopy reads the copy on disk, on the sync thread
   */
  public void start(Folder.Contents routers, Supplier<Optional<TableCopy>> readCopy) {
    thread.execute(
        () -> {
          folders.follow(assembler.paths().routers(), routers);
          copy = readCopy.get();
          copy.ifPresent(this::seed);
        });
    thread.schedule(this::bootWaitOver, settings.bootWait());
  }

  private void seed(TableCopy known) {
    assembler.seed(known.apps());
    assembler.startHolding();
  }

  private Folder.Contents contentsOf(InstanceSource source) {
    return new SourceContents(source, assembler);
  }

  private void afterEachStep() {
    reader.flush();
    if (table.state().link() == Link.IN_STEP && table.changes() != changesSeen) {
      changesSeen = table.changes();
      changed.run();
    }
  }

  @Override
  public void connected(ZooKeeper newSession) {
    thread.execute(
        () -> {
          session = newSession;
          readAll();
        });
  }

  @Override
  public void disconnected() {
    thread.execute(this::onDisconnected);
  }

  private void onDisconnected() {
    session = null;
    rollouts.disconnected();
    reader.reset(null);
    watches.session(null);
    assembler.startHolding();
    callOffHoldingEnd.run();
    table.state(table.state().toDisconnected(clock.instant()));
    bootFromCopyIfNeeded();
  }

  private void readAll() {
    retryScheduled = false;
    treeRead = false;
    table.state(table.state().toReading(clock.instant()));
    reader.reset(session);
    watches.session(session);
    watches.add(assembler.paths().apps());
    tree.restart();
    folders.restart();
    ZooKeeper current = session;
    if (current != null) {
      // After the watches are asked for, so that nothing changes unseen behind what is read.
      rollouts.allChanged(current);
      news.allChanged();
    }
  }

  private void nodesChanged(Set<String> paths) {
    for (String path : paths) {
      tree.changed(path);
      folders.changed(path);
    }
    tree.readNext();
  }

  /** Something could not be asked or understood: everything is read anew, after a while. */
  private void failed(String failure) {
    if (session == null || retryScheduled) {
      return;
    }
    LOG.warn("Reading from ZooKeeper failed ({}); everything is read anew in {}", failure, RETRY);
    trouble("ZooKeeper at %s failed a read: %s".formatted(settings.zookeeper().connect(), failure));
    readAllLater();
  }

  private void readAllLater() {
    retryScheduled = true;
    thread.schedule(
        () -> {
          if (retryScheduled && session != null) {
            readAll();
          }
        },
        RETRY);
  }

  private void trouble(String what) {
    table.state(table.state().toTroubled(what));
    bootFromCopyIfNeeded();
  }

  private final class Progress implements AppTree.Observer {
    @Override
    public void allRead() {
      treeRead = true;
      checkInStep();
    }

    @Override
    public void rootChanged() {
      readAll();
    }

    @Override
    public void unlisted(String reason) {
      LOG.warn("The apps cannot be listed: {}", reason);
      trouble(reason);
      readAllLater();
    }
  }

  private void checkInStep() {
    if (!treeRead || !folders.areRead() || table.state().link() != Link.READING) {
      return;
    }
    table.state(table.state().toInStep());
    copy = Optional.empty();
    changesSeen = table.changes();
    changed.run();
    callOffHoldingEnd.run();
    callOffHoldingEnd = thread.schedule(assembler::endHolding, settings.registrationGrace());
    LOG.info("In step with ZooKeeper: {} apps", table.status().apps());
  }

  private void bootWaitOver() {
    bootWaitOver = true;
    if (table.state().link() == Link.AWAY && copy.isEmpty()) {
      LOG.warn(
          "ZooKeeper at {} does not answer and there is no copy in {}: waiting for ZooKeeper",
          settings.zookeeper().connect(),
          settings.copyDirectory());
    }
    bootFromCopyIfNeeded();
  }

  private void bootFromCopyIfNeeded() {
    TableState state = table.state();
    boolean unanswered = state.link() == Link.AWAY || !state.trouble().isEmpty();
    if (bootWaitOver && unanswered && state.origin() == Origin.NONE && copy.isPresent()) {
      assembler.tellAll();
      table.state(state.toBootedFromCopy(copy.get().asOf()));
      table.sawTransaction(copy.get().epoch());
      LOG.warn("ZooKeeper does not answer: using the copy on disk, as of {}", copy.get().asOf());
    }
  }

  /**
   * Catches up.
   *
   * @return completes when all that was committed before the call is in use; never, where the
   *     connection is lost meanwhile
   */
  public CompletableFuture<Void> catchUp() {
    CompletableFuture<Void> settled = new CompletableFuture<>();
    thread.execute(
        () -> {
          ZooKeeper current = session;
          if (current != null) {
            // Events of what was committed before arrive before the answer does, in one order.
            current.sync(
                assembler.paths().apps(),
                (code, path, context) -> thread.execute(() -> tree.settleAll(settled)),
                null);
          }
        });
    return settled;
  }

  /**
   * Reads an app anew.
   *
   * @return completes when what ZooKeeper held at the time of the call is in use, or refused
   */
  public CompletableFuture<Void> refresh(AppName name) {
    CompletableFuture<Void> settled = new CompletableFuture<>();
    thread.execute(() -> tree.refresh(name, settled));
    return settled;
  }

  @Override
  public void close() {
    thread.close();
  }
}
