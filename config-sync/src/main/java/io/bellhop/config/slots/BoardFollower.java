package io.bellhop.config.slots;

import io.bellhop.config.assemble.NodeContent;
import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.connect.NodeReader;
import io.bellhop.config.connect.NodeReader.Listing;
import io.bellhop.config.json.AgentJson;
import io.bellhop.config.watch.EventInbox;
import io.bellhop.config.watch.SyncThread;
import io.bellhop.config.watch.Watches;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.SlotBoard;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the board: watches apps and agents, and reads what changed. All but {@link #board()} and
 * the listeners' list is done on one thread.
 *
 * <pre>
 *   AWAY ──connected──▶ READING ──all read──▶ CURRENT ──change──▶ reads that app, stays CURRENT
 *     ▲                    │  ▲                  │
 *     └──── disconnected ──┴──┼──────────────────┘
 *                             └── a read failed, or the tree is gone: everything anew, later
 * </pre>
 */
final class BoardFollower implements Ensemble.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BoardFollower.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  // Bounds the memory of reads under way.
  private static final int MAX_BEING_READ = 1_024;

  private final SyncThread thread = new SyncThread("bellhop-slots");
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final TreePaths paths;
  private final NodeReader reader;
  private final Watches watches;
  private final Map<AppName, AppSlots> apps = new TreeMap<>();
  private final Map<AgentId, AgentInfo> agents = new TreeMap<>();
  private final Set<AppName> waiting = new LinkedHashSet<>();
  private final Set<AppName> beingRead = new HashSet<>();
  private volatile SlotBoard board = SlotBoard.UNKNOWN;
  private @Nullable ZooKeeper session;
  private boolean appsListed;
  private boolean agentsWaiting;
  private int agentsOutstanding;
  private boolean current;
  private boolean changed;
  private boolean retryScheduled;
  private long granted;

  BoardFollower(TreePaths paths) {
    this.paths = paths;
    this.reader = new NodeReader(thread, zxid -> {}, this::failed);
    EventInbox inbox = new EventInbox(thread, this::nodesChanged, this::readAll, zxid -> {});
    this.watches = new Watches(inbox, failure -> thread.execute(() -> failed(failure)));
    thread.afterEach(this::afterEachStep, () -> failed("an internal fault"));
  }

  SlotBoard board() {
    return board;
  }

  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * A claim was granted to this process. To be called on the thread of the client: its watch events
   * were handed over before, so that what is read for them has the claim.
   */
  void granted(long generation) {
    thread.execute(() -> granted = Math.max(granted, generation));
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
    thread.execute(
        () -> {
          session = null;
          reader.reset(null);
          watches.session(null);
          notCurrent();
        });
  }

  private void notCurrent() {
    changed |= current;
    current = false;
  }

  private void readAll() {
    ZooKeeper now = session;
    if (now == null) {
      return;
    }
    retryScheduled = false;
    notCurrent();
    appsListed = false;
    waiting.clear();
    beingRead.clear();
    agentsOutstanding = 0;
    reader.reset(now);
    watches.session(now);
    watches.add(paths.apps());
    watches.add(paths.agents());
    // A new session may be with a server that lags behind the one before: what is asked for behind
    // this holds all that was ever seen.
    now.sync(paths.apps(), (code, path, context) -> {}, null);
    reader.list(paths.apps(), this::listed);
    agentsWaiting = true;
  }

  private void listed(Listing listing) {
    if (listing instanceof Listing.Unreadable unreadable) {
      failed(unreadable.reason());
      return;
    }
    if (listing instanceof Listing.Missing && !apps.isEmpty()) {
      // An ensemble that lost its data must not have every instance stopped.
      failed("there is no %s, though apps are known".formatted(paths.apps()));
      return;
    }
    Set<AppName> there = new LinkedHashSet<>();
    if (listing instanceof Listing.Present present) {
      present.children().forEach(child -> addName(child, there));
    }
    apps.keySet().retainAll(there);
    waiting.addAll(there);
    appsListed = true;
  }

  private static void addName(String child, Set<AppName> names) {
    try {
      names.add(new AppName(child));
    } catch (InvalidValueException e) {
      LOG.debug("'{}' is no name of an app, routers say so where people see it", child);
    }
  }

  private void nodesChanged(Set<String> changedPaths) {
    for (String path : changedPaths) {
      if (path.equals(paths.apps())) {
        readAll();
      } else if (path.startsWith(paths.apps() + "/")) {
        appChanged(path.substring(paths.apps().length() + 1).split("/", -1));
      } else {
        agentsWaiting = true;
      }
    }
  }

  private void appChanged(String[] steps) {
    // Rollouts are of no interest to agents; traffic is, as it says which apps sleep.
    if (steps.length == 1
        || steps[1].equals(TreePaths.DEPLOYMENTS)
        || steps[1].equals(TreePaths.TRAFFIC)) {
      addName(steps[0], waiting);
    }
  }

  private void afterEachStep() {
    if (session == null) {
      publishIfChanged();
      return;
    }
    readNext();
    reader.flush();
    boolean idle =
        appsListed
            && waiting.isEmpty()
            && beingRead.isEmpty()
            && !agentsWaiting
            && agentsOutstanding == 0;
    if (idle && (!current || board.asOf() < granted)) {
      current = true;
      changed = true;
    }
    publishIfChanged();
  }

  private void readNext() {
    Iterator<AppName> next = waiting.iterator();
    while (next.hasNext() && beingRead.size() < MAX_BEING_READ) {
      AppName app = next.next();
      if (beingRead.add(app)) {
        next.remove();
        AppSlots before = apps.getOrDefault(app, AppSlots.NONE);
        new AppSlotsReading(app, paths, reader, before, slots -> read(app, slots)).start();
      }
    }
    if (agentsWaiting && agentsOutstanding == 0) {
      agentsWaiting = false;
      agentsOutstanding = 1;
      reader.list(paths.agents(), this::agentsListed);
    }
  }

  private void read(AppName app, AppSlots slots) {
    beingRead.remove(app);
    AppSlots before = slots.isEmpty() ? apps.remove(app) : apps.put(app, slots);
    changed |= !slots.equals(before == null ? AppSlots.NONE : before);
  }

  private void agentsListed(Listing listing) {
    if (listing instanceof Listing.Unreadable unreadable) {
      failed(unreadable.reason());
      return;
    }
    List<String> ids = listing instanceof Listing.Present present ? present.children() : List.of();
    changed |= agents.keySet().removeIf(agent -> !ids.contains(agent.value()));
    agentsOutstanding += ids.size() - 1;
    for (String id : ids) {
      reader.read(
          paths.agents() + "/" + id,
          content -> {
            agentsOutstanding--;
            agentRead(id, content);
          });
    }
  }

  private void agentRead(String child, NodeContent content) {
    if (content instanceof NodeContent.Present present) {
      try {
        AgentId id = new AgentId(child);
        AgentInfo agent = AgentJson.readAgent(id, present.json());
        changed |= !agent.equals(agents.put(id, agent));
      } catch (InvalidValueException e) {
        LOG.warn("agent '{}' is not seen, its node is not valid: {}", child, e.getMessage());
      }
    }
  }

  private void publishIfChanged() {
    if (!changed) {
      return;
    }
    changed = false;
    board = Boards.of(apps.values(), agents.values(), current, asOf());
    listeners.forEach(Runnable::run);
  }

  /** What was granted is covered once nothing is left to be read that its events named. */
  private long asOf() {
    boolean settled = current && waiting.isEmpty() && beingRead.isEmpty();
    return settled ? granted : board.asOf();
  }

  private void failed(String failure) {
    if (session != null && !retryScheduled) {
      LOG.warn("The slots could not be read ({}); they are read anew in {}", failure, RETRY);
      notCurrent();
      appsListed = false;
      retryScheduled = true;
      Runnable unused = thread.schedule(this::retry, RETRY);
    }
  }

  private void retry() {
    if (retryScheduled) {
      readAll();
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
