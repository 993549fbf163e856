package io.bellhop.router.control;

import io.bellhop.model.HostPattern;
import io.bellhop.model.PathPrefix;
import io.bellhop.model.Route;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * From host and path to an app. Any number of readers, one writer. A lookup costs one hash for an
 * exact host, one more for each label of a host that only a wildcard takes; a change costs what the
 * changed app's own routes cost, however many other apps there are.
 */
public final class RouteTable {
  private final ConcurrentHashMap<String, HostRoutes> byHost = new ConcurrentHashMap<>();
  private volatile boolean loaded;

  /**
   * The app that a request belongs to: the most specific host first (exact, then the longest
   * wildcard, then {@code *}), and among its routes the longest path. A host whose prefixes do not
   * take the path falls through to the next less specific host.
   *
   * @param host in lower case, without port or trailing dot
   */
  public @Nullable AppSlot find(String host, String path) {
    AppSlot exact = at(host, path);
    return exact != null ? exact : findByWildcard(host, path);
  }

  /** Whether some path of the host leads to an app. */
  public boolean knows(String host) {
    boolean known = byHost.containsKey(host) || byHost.containsKey(HostPattern.ANY.value());
    for (int dot = host.indexOf('.'); dot >= 0 && !known; dot = host.indexOf('.', dot + 1)) {
      known = byHost.containsKey("*" + host.substring(dot));
    }
    return known;
  }

  /** Whether the table was ever filled: until then nobody can tell which hosts there are. */
  public boolean loaded() {
    return loaded;
  }

  void markLoaded() {
    loaded = true;
  }

  private @Nullable AppSlot findByWildcard(String host, String path) {
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      AppSlot found = at("*" + host.substring(dot), path);
      if (found != null) {
        return found;
      }
    }
    return at(HostPattern.ANY.value(), path);
  }

  private @Nullable AppSlot at(String key, String path) {
    HostRoutes routes = byHost.get(key);
    return routes == null ? null : routes.find(path);
  }

  void add(Collection<Route> routes, AppSlot app) {
    // Most hosts have one route: those of an app share one object, which counts at a million hosts.
    Map<PathPrefix, HostRoutes> alone = new HashMap<>();
    for (Route route : routes) {
      byHost.merge(
          route.host().value(),
          alone.computeIfAbsent(route.path(), path -> HostRoutes.of(path, app)),
          (present, added) -> present.with(route.path(), app));
    }
  }

  void remove(Collection<Route> routes, AppSlot app) {
    for (Route route : routes) {
      byHost.computeIfPresent(
          route.host().value(), (host, present) -> present.without(route.path(), app));
    }
  }
}
