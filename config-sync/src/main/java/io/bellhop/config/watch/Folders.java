package io.bellhop.config.watch;

import io.bellhop.config.assemble.SourceWatcher;
import io.bellhop.config.assemble.TableAssembler;
import io.bellhop.config.connect.NodeReader;
import io.bellhop.model.InstanceSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** All folders that are followed, by path; each path is watched once. */
final class Folders implements SourceWatcher {
  private final Map<String, List<Folder>> byPath = new HashMap<>();
  private final Map<InstanceSource, Folder> bySource = new HashMap<>();
  private final Watches watches;
  private final NodeReader reader;
  private final Function<InstanceSource, Folder.Contents> contents;
  private final Runnable allRead;
  private final Set<Folder> unread = new HashSet<>();

  /**
   * None yet.
   *
   * @param contents takes what is read of a source
   * @param allRead told when no folder is left that was not read since the connection was made
   */
  Folders(
      Watches watches,
      NodeReader reader,
      Function<InstanceSource, Folder.Contents> contents,
      Runnable allRead) {
    this.watches = watches;
    this.reader = reader;
    this.contents = contents;
    this.allRead = allRead;
  }

  /** Begins to follow a folder. */
  Folder follow(String path, Folder.Contents taker) {
    Folder folder = new Folder(path, reader, taker, this::read);
    List<Folder> folders = byPath.computeIfAbsent(path, p -> new ArrayList<>());
    if (folders.isEmpty()) {
      watches.add(path);
    }
    folders.add(folder);
    if (watches.hasSession()) {
      restart(folder);
    }
    return folder;
  }

  private void restart(Folder folder) {
    unread.add(folder);
    folder.restart();
  }

  private void read(Folder folder) {
    if (unread.remove(folder) && unread.isEmpty()) {
      allRead.run();
    }
  }

  @Override
  public void watch(InstanceSource source) {
    TableAssembler.pathOf(source)
        .ifPresent(path -> bySource.put(source, follow(path, contents.apply(source))));
  }

  @Override
  public void unwatch(InstanceSource source) {
    Folder folder = bySource.remove(source);
    if (folder == null) {
      return;
    }
    folder.close();
    read(folder);
    List<Folder> rest = byPath.getOrDefault(folder.path(), List.of());
    rest.remove(folder);
    if (rest.isEmpty()) {
      byPath.remove(folder.path());
      watches.remove(folder.path());
    }
  }

  /** Watches and reads all of them anew, over a new connection. */
  void restart() {
    byPath.keySet().forEach(watches::add);
    List.copyOf(byPath.values()).forEach(folders -> List.copyOf(folders).forEach(this::restart));
  }

  /** Takes note that a node changed. */
  void changed(String path) {
    byPath.getOrDefault(path, List.of()).forEach(Folder::changed);
    int slash = path.lastIndexOf('/');
    if (slash > 0) {
      String child = path.substring(slash + 1);
      byPath
          .getOrDefault(path.substring(0, slash), List.of())
          .forEach(folder -> folder.changed(child));
    }
  }

  /** Whether every folder was read since the connection was made. */
  boolean areRead() {
    return unread.isEmpty();
  }
}
