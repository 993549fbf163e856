package io.bellhop.config;

import io.bellhop.model.AppListener;
import io.bellhop.model.AppStore;
import io.bellhop.model.AppTable;
import io.bellhop.model.RouterInfo;
import java.nio.file.Path;
import java.util.List;

/** Keeps a process in step with ZooKeeper. Thread safe. */
@SuppressWarnings("DoNotCallSuggester")
public final class ConfigSync implements AutoCloseable {

  /**
   * Starts watching, in the background: returns at once, whether ZooKeeper is there or not. The
   * listener is told of the copy on disk if ZooKeeper does not answer in time, and of ZooKeeper's
   * table as soon as it does.
   *
   * @param copyDirectory where the last good table is kept
   */
  public static ConfigSync start(
      ZooKeeperSettings settings, Path copyDirectory, AppListener listener) {
    throw new UnsupportedOperationException("under construction");
  }

  /** The table as this process knows it. */
  public AppTable table() {
    throw new UnsupportedOperationException("under construction");
  }

  /** Writes changes for all routers. */
  public AppStore store() {
    throw new UnsupportedOperationException("under construction");
  }

  /** Announces this router to its peers, now and after every new session, until closed. */
  public void announce(RouterInfo self) {
    throw new UnsupportedOperationException("under construction");
  }

  /** The routers that are members now; those last known while ZooKeeper is away. */
  public List<RouterInfo> routers() {
    throw new UnsupportedOperationException("under construction");
  }

  @Override
  public void close() {}
}
