package io.bellhop.config.assemble;

import io.bellhop.config.json.DiscoveryJson;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.InstanceSource.CuratorDiscovery;
import io.bellhop.model.InstanceSource.FinagleServerset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The places outside Bellhop's tree that deployments take instances from, each watched once. */
final class ExternalSources {
  private static final String MEMBER_PREFIX = "member_";

  private static final class Shared {
    final InstanceSet set;
    boolean known;

    Shared(InstanceSet set) {
      this.set = set;
    }
  }

  private final Map<InstanceSource, Shared> bySource = new HashMap<>();
  private final SourceWatcher watcher;
  private final Rejections rejections;
  private final Holding holding;

  ExternalSources(SourceWatcher watcher, Rejections rejections, Holding holding) {
    this.watcher = watcher;
    this.rejections = rejections;
    this.holding = holding;
  }

  /** The ZooKeeper path of a source outside the tree; empty for the others. */
  static Optional<String> pathOf(InstanceSource source) {
    if (source instanceof CuratorDiscovery discovery) {
      return Optional.of(discovery.path());
    }
    if (source instanceof FinagleServerset serverset) {
      return Optional.of(serverset.path());
    }
    return Optional.empty();
  }

  /** Follows the sources that an app wants now; lets go of those that it wanted before. */
  void follow(AppNodes app, Set<InstanceSource> before, Set<InstanceSource> wanted) {
    for (InstanceSource source : wanted) {
      if (!before.contains(source)) {
        shared(source).set.users().add(app);
      }
    }
    for (InstanceSource source : before) {
      if (!wanted.contains(source)) {
        leave(app, source);
      }
    }
  }

  private Shared shared(InstanceSource source) {
    Shared known = bySource.get(source);
    if (known != null) {
      return known;
    }
    Shared made = new Shared(newSet(source));
    bySource.put(source, made);
    watcher.watch(source);
    return made;
  }

  private InstanceSet newSet(InstanceSource source) {
    BiFunction<InstanceId, byte[], Instance> decode =
        source instanceof CuratorDiscovery
            ? DiscoveryJson::readCuratorInstance
            : DiscoveryJson::readServersetMember;
    return new InstanceSet(
        pathOf(source).orElseThrow(), decode.andThen(Optional::of), rejections, holding);
  }

  private void leave(AppNodes app, InstanceSource source) {
    Shared shared = bySource.get(source);
    if (shared != null) {
      shared.set.users().remove(app);
      if (shared.set.users().isEmpty()) {
        bySource.remove(source);
        shared.set.listed(List.of());
        pathOf(source).ifPresent(rejections::clearTree);
        watcher.unwatch(source);
      }
    }
  }

  /** Takes instances known from elsewhere, until the source is read. */
  void seed(InstanceSource source, Collection<Instance> instances) {
    Shared shared = shared(source);
    shared.set.seed(instances);
    shared.known = true;
  }

  /** Whether a child of the source's node is an instance. */
  static boolean isInstance(InstanceSource source, String child) {
    return source instanceof CuratorDiscovery || child.startsWith(MEMBER_PREFIX);
  }

  /** The set of a source that is in use; null for any other. */
  @Nullable InstanceSet set(InstanceSource source) {
    Shared shared = bySource.get(source);
    return shared == null ? null : shared.set;
  }

  /** The source was read to the end: its instances count from now on. */
  void read(InstanceSource source) {
    Shared shared = bySource.get(source);
    if (shared != null) {
      shared.known = true;
    }
  }

  /** The instances of a source; empty where it was never read. */
  Optional<List<Instance>> instances(InstanceSource source) {
    Shared shared = bySource.get(source);
    return shared == null || !shared.known ? Optional.empty() : Optional.of(shared.set.instances());
  }
}
