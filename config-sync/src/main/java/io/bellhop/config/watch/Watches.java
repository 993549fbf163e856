package io.bellhop.config.watch;

import java.util.function.Consumer;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * Recursive watches of the session in use. A watch is asked for before what it watches is read, on
 * the same session, so that no change falls between the two.
 */
public final class Watches {
  private final Watcher watcher;
  private final Consumer<String> onFailure;
  private @Nullable ZooKeeper session;

  /**
   * None yet.
   *
   * @param onFailure told of one that could not be had, on a thread of the client's
   */
  public Watches(Watcher watcher, Consumer<String> onFailure) {
    this.watcher = watcher;
    this.onFailure = onFailure;
  }

  /** From now on they are asked for in this session; those of the last are gone with it. */
  public void session(@Nullable ZooKeeper newSession) {
    session = newSession;
  }

  boolean hasSession() {
    return session != null;
  }

  /** Asks for one, of a node and all below it. */
  public void add(String path) {
    ZooKeeper current = session;
    if (current != null) {
      current.addWatch(
          path,
          watcher,
          AddWatchMode.PERSISTENT_RECURSIVE,
          (code, p, context) -> {
            if (code != Code.OK.intValue()) {
              onFailure.accept(Code.get(code).name());
            }
          },
          null);
    }
  }

  void remove(String path) {
    ZooKeeper current = session;
    if (current != null) {
      // A watch that stays costs events that nobody takes; nothing depends on its removal.
      current.removeWatches(path, watcher, WatcherType.Any, true, (code, p, context) -> {}, null);
    }
  }
}
