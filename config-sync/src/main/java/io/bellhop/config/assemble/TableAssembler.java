package io.bellhop.config.assemble;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.InstanceSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts nodes together into the table of apps. Judges each app by its own nodes and by who holds its
 * routes; what is refused leaves the last good value in place. Changing one app costs that app, not
 * the table. Used by one thread.
 */
public final class TableAssembler {
  private final Map<AppName, AppNodes> apps = new HashMap<>();
  private final Set<AppNodes> waitingForRoutes = new LinkedHashSet<>();
  private final Holding holding = new Holding();
  private final Claims claims;
  private final TreePaths paths;
  private final Rejections rejections;
  private final LiveTable table;
  private final ExternalSources external;

  /** An empty table; changes go to the live table. */
  public TableAssembler(TreePaths paths, LiveTable table, SourceWatcher watcher) {
    this.paths = paths;
    this.table = table;
    this.claims = table.claims();
    this.rejections = table.rejections();
    this.external = new ExternalSources(watcher, rejections, holding);
  }

  /** Where things stand. */
  public TreePaths paths() {
    return paths;
  }

  /** Takes the apps of the copy on disk as the last good ones, without telling of them yet. */
  public void seed(List<App> copy) {
    for (App app : copy) {
      if (claims.conflict(app.spec()).isEmpty()) {
        AppNodes nodes = app(app.name());
        nodes.seed(app, external);
        claims.claim(app.spec());
        nodes.followSources(external);
      }
    }
  }

  /** What is known of an app; nothing yet where it is new. */
  public AppNodes app(AppName name) {
    return apps.computeIfAbsent(name, n -> new AppNodes(n, paths, rejections, holding));
  }

  /** Whether anything is known of an app. */
  public boolean knows(AppName name) {
    return apps.containsKey(name);
  }

  /** The names of all apps of which anything is known. */
  public List<AppName> names() {
    return List.copyOf(apps.keySet());
  }

  /** The app is gone from ZooKeeper, as one whole. */
  public void remove(AppName name) {
    AppNodes nodes = apps.remove(name);
    rejections.clearTree(paths.app(name));
    if (nodes == null) {
      return;
    }
    waitingForRoutes.remove(nodes);
    nodes.leaveSources(external);
    if (nodes.told != null) {
      table.remove(name);
    }
    AppSpec good = nodes.spec().good();
    if (good != null) {
      claims.release(good);
      retryWaiting();
    }
  }

  /** Judges what was offered of an app, and tells of the app if that changed it. */
  public void settle(AppNodes app) {
    if (!app.equals(apps.get(app.name()))) {
      return; // Removed since: a timer or a source may still know it.
    }
    boolean routesFreed = settleSpec(app);
    AppSpec good = app.spec().good();
    if (good == null) {
      return;
    }
    app.settleTraffic();
    app.followSources(external);
    App now = app.assemble(good, external);
    if (!now.equals(app.told)) {
      app.told = now;
      table.put(now);
    }
    if (routesFreed) {
      retryWaiting();
    }
  }

  private boolean settleSpec(AppNodes app) {
    AppSpec pending = app.spec().pending();
    if (pending == null) {
      if (app.spec().offered()) {
        app.spec().accept(paths.app(app.name()), rejections);
      }
      waitingForRoutes.remove(app);
      return false;
    }
    Optional<Claims.Conflict> conflict = claims.conflict(pending);
    if (conflict.isPresent()) {
      waitingForRoutes.add(app);
      rejections.reject(paths.app(app.name()), reason(app.name(), conflict.get()));
      return false;
    }
    waitingForRoutes.remove(app);
    AppSpec before = app.spec().good();
    app.spec().accept(paths.app(app.name()), rejections);
    return reclaim(before, pending);
  }

  private static String reason(AppName app, Claims.Conflict conflict) {
    return "app '%s' claims %s, which app '%s' has: take it from one of them"
        .formatted(app, conflict.route(), conflict.holder());
  }

  /** Answers whether routes were given up. */
  private boolean reclaim(@Nullable AppSpec before, AppSpec after) {
    if (before == null) {
      claims.claim(after);
      return false;
    }
    if (before.hosts().equals(after.hosts()) && before.paths().equals(after.paths())) {
      return false;
    }
    claims.release(before);
    claims.claim(after);
    return true;
  }

  private void retryWaiting() {
    List<AppNodes> retry = new ArrayList<>(waitingForRoutes);
    retry.sort(Comparator.comparingLong(AppNodes::created));
    for (AppNodes app : retry) {
      // One being read is settled when it was read; one settled meanwhile waits no more.
      if (waitingForRoutes.contains(app) && !app.isBeingRead()) {
        settle(app);
      }
    }
  }

  /** Whether a child of an external source's node is an instance, so that it has to be read. */
  public static boolean isInstance(InstanceSource source, String child) {
    return ExternalSources.isInstance(source, child);
  }

  /** The ZooKeeper path of a source outside the tree; empty for the others. */
  public static Optional<String> pathOf(InstanceSource source) {
    return ExternalSources.pathOf(source);
  }

  /** Takes the children of an external source's node. */
  public void sourceListed(InstanceSource source, List<String> children) {
    InstanceSet set = external.set(source);
    if (set != null) {
      pathOf(source).ifPresent(rejections::clear);
      set.listed(children);
    }
  }

  /** Takes the content of one instance of an external source. */
  public void offerSourceInstance(InstanceSource source, String child, NodeContent content) {
    InstanceSet set = external.set(source);
    if (set != null) {
      set.offer(child, content);
    }
  }

  /** An external source was not given to us: what is known of it stays. */
  public void sourceUnreadable(InstanceSource source, String reason) {
    pathOf(source).ifPresent(path -> rejections.reject(path, reason));
  }

  /** An external source was read: its apps are told of. */
  public void sourceRead(InstanceSource source) {
    external.read(source);
    InstanceSet set = external.set(source);
    if (set != null) {
      settleUsers(set);
    }
  }

  private void settleUsers(InstanceSet set) {
    for (AppNodes app : List.copyOf(set.users())) {
      if (!app.isBeingRead()) {
        settle(app);
      }
    }
  }

  /** From now on, registrations that vanish are held. */
  public void startHolding() {
    holding.start();
  }

  /** Lets go of the registrations that were held and did not come back. */
  public void endHolding() {
    for (InstanceSet set : holding.end()) {
      set.releaseHeld();
      settleUsers(set);
    }
  }

  /** Tells of all that is known and good: the table as the copy on disk has it. */
  public void tellAll() {
    for (AppNodes app : List.copyOf(apps.values())) {
      settle(app);
    }
  }
}
