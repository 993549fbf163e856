package io.bellhop.config.watch;

import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.connect.NodeReader;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a view of a part of the tree: reads it anew with each session, reads again what changed,
 * and tells of each new view. All but {@link #view()} and the listeners' list is done on one
 * thread, the calls of those who extend it too.
 *
 * <pre>
 *   AWAY ──connected──▶ READING ──all read──▶ CURRENT ──change──▶ reads that part, stays CURRENT
 *     ▲                    │  ▲                  │
 *     └──── disconnected ──┴──┼──────────────────┘
 *                             └── a read failed: everything anew, later
 * </pre>
 *
 * @param <V> the view, immutable
 */
public abstract class ViewFollower<V> implements Ensemble.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ViewFollower.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final String what;
  private final List<String> roots;
  private final SyncThread thread;
  private final NodeReader reader;
  private final Watches watches;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile V view;
  private @Nullable ZooKeeper session;
  private boolean current;
  private boolean changed;
  private boolean retryScheduled;

  /**
   * Follows nothing before it is told of a connection.
   *
   * @param what is followed, for messages and the thread's name
   * @param roots below which everything is watched
   * @param unknown the view before anything was read
   */
  // Nothing calls back before connected(), for which there has to be a whole object.
  @SuppressWarnings("this-escape")
  protected ViewFollower(String what, List<String> roots, V unknown) {
    this.what = what;
    this.roots = List.copyOf(roots);
    this.view = unknown;
    this.thread = new SyncThread("bellhop-" + what);
    this.reader = new NodeReader(thread, zxid -> {}, this::failed);
    EventInbox inbox = new EventInbox(thread, this::nodesChanged, this::readAll, zxid -> {});
    this.watches = new Watches(inbox, failure -> thread.execute(() -> failed(failure)));
    thread.afterEach(this::afterEachStep, () -> failed("an internal fault"));
  }

  /** Forgets what is being read, and asks for everything. */
  protected abstract void begin();

  /** Takes note of nodes that changed, or has {@linkplain #readAll() everything read}. */
  protected abstract void nodesChanged(Set<String> paths);

  /** Asks for what waits to be read, as far as there is room. */
  protected abstract void readNext();

  /** Whether nothing is left to be read. */
  protected abstract boolean isRead();

  /** The view of what is known, and whether it is current. */
  protected abstract V view(boolean isCurrent);

  /** Whether a view is to be replaced though nothing was read that differs. */
  protected boolean isOutdated(V published) {
    return false;
  }

  /** What was read last. Never waits. */
  public final V view() {
    return view;
  }

  /** Has the listener called after every change; it must not block. */
  public final void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Does something on the thread. */
  protected final void execute(Runnable task) {
    thread.execute(task);
  }

  /** Reads nodes; the answers come on the thread. */
  protected final NodeReader reader() {
    return reader;
  }

  /** What was read may differ from the view. */
  protected final void differs(boolean different) {
    changed |= different;
  }

  @Override
  public final void connected(ZooKeeper newSession) {
    thread.execute(
        () -> {
          session = newSession;
          readAll();
        });
  }

  @Override
  public final void disconnected() {
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

  /** Reads everything anew, where there is a session. */
  protected final void readAll() {
    ZooKeeper now = session;
    if (now == null) {
      return;
    }
    retryScheduled = false;
    notCurrent();
    reader.reset(now);
    watches.session(now);
    roots.forEach(watches::add);
    // A new session may be with a server that lags behind the one before: what is asked for behind
    // this holds all that was ever seen.
    now.sync(roots.get(0), (code, path, context) -> {}, null);
    begin();
  }

  private void afterEachStep() {
    if (session != null) {
      readNext();
      reader.flush();
      if (!retryScheduled && isRead() && (!current || isOutdated(view))) {
        current = true;
        changed = true;
      }
    }
    if (changed) {
      changed = false;
      view = view(current);
      listeners.forEach(Runnable::run);
    }
  }

  /** Something could not be read: everything is read anew, later. */
  protected final void failed(String failure) {
    if (session != null && !retryScheduled) {
      LOG.warn("The {} could not be read ({}); they are read anew in {}", what, failure, RETRY);
      notCurrent();
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
  public final void close() {
    thread.close();
  }
}
