package io.bellhop.config.runs;

import io.bellhop.config.assemble.NodeContent;
import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.connect.NodeReader;
import io.bellhop.config.connect.NodeReader.Listing;
import io.bellhop.config.json.RunJson;
import io.bellhop.config.watch.EventInbox;
import io.bellhop.config.watch.SyncThread;
import io.bellhop.config.watch.Watches;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunBoard;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the board of runs: watches all of them, and reads those that changed. All but {@link
 * #board()} and the listeners' list is done on one thread.
 *
 * <pre>
 *   AWAY ──connected──▶ READING ──all read──▶ CURRENT ──change──▶ reads that run, stays CURRENT
 *     ▲                    │  ▲                  │
 *     └──── disconnected ──┴──┼──────────────────┘
 *                             └── a read failed: everything anew, later
 * </pre>
 */
public final class RunsFollower implements Ensemble.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunsFollower.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  // Bounds the memory of reads under way.
  private static final int MAX_BEING_READ = 1_024;

  private final SyncThread thread = new SyncThread("bellhop-runs");
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final TreePaths paths;
  private final NodeReader reader;
  private final Watches watches;
  private final KnownRuns known = new KnownRuns();
  private final Set<RunKey> waiting = new LinkedHashSet<>();
  private final Set<RunKey> beingRead = new HashSet<>();
  private volatile RunBoard board = RunBoard.UNKNOWN;
  private @Nullable ZooKeeper session;
  private int listings;
  private boolean current;
  private boolean changed;
  private boolean retryScheduled;

  /** Follows nothing before it is told of a connection. */
  public RunsFollower(TreePaths paths) {
    this.paths = paths;
    this.reader = new NodeReader(thread, zxid -> {}, this::failed);
    EventInbox inbox = new EventInbox(thread, this::nodesChanged, this::readAll, zxid -> {});
    this.watches = new Watches(inbox, failure -> thread.execute(() -> failed(failure)));
    thread.afterEach(this::afterEachStep, () -> failed("an internal fault"));
  }

  /** All runs, as last read. Never waits. */
  public RunBoard board() {
    return board;
  }

  /** Has the listener called after every change; it must not block. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
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
    waiting.clear();
    beingRead.clear();
    reader.reset(now);
    watches.session(now);
    watches.add(paths.runs());
    // A new session may be with a server that lags behind the one before.
    now.sync(paths.runs(), (code, path, context) -> {}, null);
    known.beginAnew();
    listings = 1;
    reader.list(paths.runs(), this::appsListed);
  }

  private void appsListed(Listing listing) {
    listings--;
    if (listing instanceof Listing.Unreadable unreadable) {
      failed(unreadable.reason());
    } else if (listing instanceof Listing.Present present) {
      for (String child : present.children()) {
        listings++;
        reader.list(paths.runs() + "/" + child, runs -> runsListed(child, runs));
      }
    }
  }

  private void runsListed(String app, Listing listing) {
    listings--;
    if (listing instanceof Listing.Unreadable unreadable) {
      failed(unreadable.reason());
    } else if (listing instanceof Listing.Present present) {
      present.children().forEach(run -> key(app, run).ifPresent(this::listed));
    }
  }

  private void listed(RunKey key) {
    known.listed(key);
    waiting.add(key);
  }

  private static Optional<RunKey> key(String app, String run) {
    try {
      return Optional.of(new RunKey(new AppName(app), new RunId(run)));
    } catch (InvalidValueException e) {
      LOG.debug("'{}/{}' is no name of a run", app, run);
      return Optional.empty();
    }
  }

  private void nodesChanged(Set<String> changedPaths) {
    for (String path : changedPaths) {
      String below = path.substring(Math.min(path.length(), paths.runs().length()));
      String[] steps = below.split("/", -1);
      // The second step is the app's own node, whose content only those who write look at.
      if (steps.length > 2) {
        key(steps[1], steps[2]).ifPresent(waiting::add);
      }
    }
  }

  private void afterEachStep() {
    if (session != null) {
      readNext();
      reader.flush();
      if (listings == 0 && waiting.isEmpty() && beingRead.isEmpty() && !current) {
        known.forgetUnlisted();
        current = true;
        changed = true;
      }
    }
    publishIfChanged();
  }

  private void readNext() {
    Iterator<RunKey> next = waiting.iterator();
    while (next.hasNext() && beingRead.size() < MAX_BEING_READ) {
      RunKey key = next.next();
      if (beingRead.add(key)) {
        next.remove();
        // The claim is read after the run: one that is missing is missing at a later moment.
        reader.read(
            paths.run(key),
            run -> reader.read(paths.runClaim(key), claim -> read(key, run, claim)));
      }
    }
  }

  private void read(RunKey key, NodeContent run, NodeContent claim) {
    beingRead.remove(key);
    if (run instanceof NodeContent.Present present) {
      decoded(key, present.json())
          .ifPresent(now -> changed |= known.put(now, present.created(), agent(claim)));
    } else if (run instanceof NodeContent.Missing) {
      changed |= known.remove(key);
    }
  }

  private static Optional<Run> decoded(RunKey key, byte[] json) {
    try {
      return Optional.of(RunJson.read(key, json));
    } catch (InvalidValueException e) {
      LOG.warn("run {} is not seen, its node is not valid: {}", key, e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<AgentId> agent(NodeContent claim) {
    try {
      return claim instanceof NodeContent.Present present
          ? Optional.of(new AgentId(new String(present.json(), StandardCharsets.UTF_8)))
          : Optional.empty();
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }

  private void publishIfChanged() {
    if (changed) {
      changed = false;
      board = known.board(current);
      listeners.forEach(Runnable::run);
    }
  }

  private void failed(String failure) {
    if (session != null && !retryScheduled) {
      LOG.warn("The runs could not be read ({}); they are read anew in {}", failure, RETRY);
      notCurrent();
      listings = 1;
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
