package io.bellhop.model;

/** One way into an app. Two apps never hold the same route. */
public record Route(HostPattern host, PathPrefix path) {
  @Override
  public String toString() {
    return path.equals(PathPrefix.ROOT) ? host.value() : host.value() + path.value();
  }
}
