package io.bellhop.config.assemble;

import io.bellhop.model.App;
import io.bellhop.model.AppListener;
import io.bellhop.model.AppName;
import io.bellhop.model.AppTable;
import io.bellhop.model.RejectedNode;
import io.bellhop.model.TableStatus;
import io.bellhop.model.TableStatus.Origin;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table as it is in use: changed by one thread, which tells the listener, and read by any. */
public final class LiveTable implements AppTable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveTable.class);

  private final ConcurrentSkipListMap<AppName, App> apps = new ConcurrentSkipListMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Claims claims = new Claims();
  private final Rejections rejections;
  private final AppListener listener;
  private final Clock clock;
  private volatile TableState state;
  private final LongAccumulator epoch = new LongAccumulator(Math::max, 0);
  private volatile long changes;
  private final LongAdder copyFailures = new LongAdder();
  private volatile String copyTrouble = "";

  /** An empty table. */
  public LiveTable(AppListener listener, Clock clock, TableState start) {
    this.rejections = new Rejections(clock);
    this.listener = listener;
    this.clock = clock;
    this.state = start;
  }

  /** Who holds which route. */
  public Claims claims() {
    return claims;
  }

  /** The nodes that are refused. */
  public Rejections rejections() {
    return rejections;
  }

  /** How often the table changed. */
  public long changes() {
    return changes;
  }

  void put(App app) {
    if (apps.put(app.name(), app) == null) {
      count.incrementAndGet();
    }
    tell(() -> listener.appChanged(app), app.name());
  }

  void remove(AppName name) {
    if (apps.remove(name) != null) {
      count.decrementAndGet();
    }
    tell(() -> listener.appRemoved(name), name);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void tell(Runnable call, AppName name) {
    changes++;
    try {
      call.run();
    } catch (RuntimeException e) {
      // A listener's fault with one app must not stop the changes of all others.
      LOG.error("The listener failed on app {}", name, e);
    }
  }

  /** What the table is worth now, without the figures. */
  public TableState state() {
    return state;
  }

  /** Moves to the next state; to be called once the apps that make it true were told of. */
  public void state(TableState next) {
    boolean first = state.origin() == Origin.NONE && next.origin() != Origin.NONE;
    state = next;
    if (first) {
      listener.tableLoaded();
    }
  }

  /** Takes note of a ZooKeeper transaction that is part of the table, on any thread. */
  public void sawTransaction(long transaction) {
    epoch.accumulate(transaction);
  }

  /** Why the copy on disk is not as it should be; empty where it is. */
  public void copyTrouble(String trouble) {
    copyTrouble = trouble;
  }

  /** An attempt to write the copy ended: why it failed, or nothing ("") where it did not. */
  public void copyAttempted(String trouble) {
    if (!trouble.isEmpty()) {
      copyFailures.increment();
    }
    copyTrouble(trouble);
  }

  @Override
  public TableStatus status() {
    TableState now = state;
    String detail =
        copyTrouble.isEmpty() ? now.detail() : "%s. %s".formatted(now.detail(), copyTrouble);
    return new TableStatus(
        now.origin(),
        now.connected(),
        now.asOf(clock),
        epoch.get(),
        count.get(),
        rejections.count(),
        copyFailures.sum(),
        detail);
  }

  @Override
  public List<App> apps() {
    return List.copyOf(apps.values());
  }

  @Override
  public Optional<App> app(AppName name) {
    return Optional.ofNullable(apps.get(name));
  }

  @Override
  public List<RejectedNode> rejectedNodes() {
    return rejections.list();
  }
}
