package io.bellhop.config.assemble;

import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.PathPrefix;
import io.bellhop.model.Route;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Who holds which route. An app's hosts share one map of its paths, so that a million hosts cost
 * one table entry each. Written by one thread; {@link #conflict} may be asked by any.
 */
public final class Claims {
  /** A route that another app holds. */
  public record Conflict(Route route, AppName holder) {}

  private final Map<HostPattern, Map<PathPrefix, AppName>> byHost = new ConcurrentHashMap<>();

  /** The first route of the spec that another app holds. */
  public Optional<Conflict> conflict(AppSpec spec) {
    for (HostPattern host : spec.hosts()) {
      Map<PathPrefix, AppName> holders = byHost.get(host);
      if (holders != null) {
        for (PathPrefix path : spec.paths()) {
          AppName holder = holders.get(path);
          if (holder != null && !holder.equals(spec.name())) {
            return Optional.of(new Conflict(new Route(host, path), holder));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Takes all routes of a spec, which must conflict with none. */
  void claim(AppSpec spec) {
    Map<PathPrefix, AppName> mine =
        spec.paths().stream().collect(Collectors.toUnmodifiableMap(p -> p, p -> spec.name()));
    for (HostPattern host : spec.hosts()) {
      byHost.merge(host, mine, Claims::union);
    }
  }

  /** Gives up all routes of a spec that was claimed. */
  void release(AppSpec spec) {
    for (HostPattern host : spec.hosts()) {
      byHost.computeIfPresent(host, (h, holders) -> without(holders, spec.name()));
    }
  }

  private static Map<PathPrefix, AppName> union(
      Map<PathPrefix, AppName> theirs, Map<PathPrefix, AppName> mine) {
    Map<PathPrefix, AppName> both = new HashMap<>(theirs);
    both.putAll(mine);
    return both;
  }

  @SuppressWarnings("NullAway") // computeIfPresent removes the entry on null
  private static Map<PathPrefix, AppName> without(Map<PathPrefix, AppName> holders, AppName app) {
    Map<PathPrefix, AppName> rest = new HashMap<>(holders);
    rest.values().removeIf(app::equals);
    return rest.isEmpty() ? null : rest;
  }
}
