package io.bellhop.config.member;

import io.bellhop.config.assemble.NodeContent;
import io.bellhop.config.assemble.Rejections;
import io.bellhop.config.json.AppJson;
import io.bellhop.config.watch.Folder;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.RouterId;
import io.bellhop.model.RouterInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** The routers that are members. Written by one thread, read by any. */
public final class RouterList implements Folder.Contents {
  private final Map<String, RouterInfo> byId = new ConcurrentSkipListMap<>();
  private final String path;
  private final Rejections rejections;
  private final Runnable onRead;

  /**
   * None known yet.
   *
   * @param onRead told after each reading
   */
  public RouterList(String path, Rejections rejections, Runnable onRead) {
    this.onRead = onRead;
    this.path = path;
    this.rejections = rejections;
  }

  /** Those known now, in the order of their ids. */
  public List<RouterInfo> routers() {
    return List.copyOf(byId.values());
  }

  /** The ids of those known now. */
  public Set<RouterId> ids() {
    return byId.values().stream().map(RouterInfo::id).collect(Collectors.toSet());
  }

  @Override
  public void listed(List<String> children) {
    byId.keySet().removeIf(id -> !children.contains(id));
    rejections.clear(path);
    rejections.retainChildren(path, children);
  }

  @Override
  public void unreadable(String reason) {
    rejections.reject(path, reason);
  }

  @Override
  public boolean wants(String child) {
    return true;
  }

  @Override
  public void child(String child, NodeContent content) {
    if (content instanceof NodeContent.Present present) {
      try {
        byId.put(child, AppJson.lenient().readRouter(new RouterId(child), present.json()));
        rejections.clear(path + "/" + child);
      } catch (InvalidValueException e) {
        rejections.reject(path + "/" + child, String.valueOf(e.getMessage()));
      }
    }
  }

  @Override
  public void read() {
    onRead.run();
  }
}
