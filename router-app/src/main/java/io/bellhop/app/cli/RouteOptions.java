package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.model.HostPattern;
import io.bellhop.model.PathPrefix;
import java.util.List;
import picocli.CommandLine.Option;

/** Which requests lead to an app. */
final class RouteOptions {
  @Option(
      names = "--host",
      arity = "1..*",
      paramLabel = "HOST",
      description = "A host it answers to: shop.example.com, *.example.com, or * for all others.")
  private List<HostPattern> hosts = List.of();

  @Option(
      names = "--path",
      arity = "1..*",
      paramLabel = "PATH",
      description = "A path prefix it answers to on each of its hosts (default: /).")
  private List<PathPrefix> paths = List.of();

  boolean hasHosts() {
    return !hosts.isEmpty();
  }

  /** Puts what was given into a spec, replacing what was there. */
  void putInto(ObjectNode spec) {
    if (!hosts.isEmpty()) {
      ArrayNode array = spec.putArray("hosts");
      hosts.forEach(host -> array.add(host.value()));
    }
    if (!paths.isEmpty()) {
      ArrayNode array = spec.putArray("paths");
      paths.forEach(path -> array.add(path.value()));
    }
  }
}
