package io.bellhop.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What a user says of an app: the routes that lead to it, and how it wants to be served.
 *
 * @param hosts the hosts it answers to; never empty
 * @param paths the path prefixes it answers to on each of its hosts; never empty
 */
public record AppSpec(
    AppName name,
    List<HostPattern> hosts,
    List<PathPrefix> paths,
    AppTimeouts timeouts,
    AppLimits limits,
    ErrorPages errorPages) {

  /** Throws {@link InvalidValueException} where no request could reach the app. */
  public AppSpec {
    hosts = List.copyOf(hosts);
    paths = paths.isEmpty() ? List.of(PathPrefix.ROOT) : List.copyOf(paths);
    if (hosts.isEmpty()) {
      throw new InvalidValueException(
          "app '%s' has no hosts: name at least one, or * to make it the default app"
              .formatted(name));
    }
  }

  /** An app on the root of the given hosts, all else at its default. */
  public static AppSpec of(AppName name, HostPattern... hosts) {
    return new AppSpec(
        name,
        List.of(hosts),
        List.of(PathPrefix.ROOT),
        AppTimeouts.DEFAULT,
        AppLimits.DEFAULT,
        ErrorPages.NONE);
  }

  /** Every pair of a host and a prefix that leads to this app. */
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>(hosts.size() * paths.size());
    for (HostPattern host : hosts) {
      for (PathPrefix path : paths) {
        routes.add(new Route(host, path));
      }
    }
    return List.copyOf(routes);
  }
}
