package io.bellhop.app.admin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the endpoint that a request is for. */
final class EndpointTable {
  private final List<Endpoint> endpoints;

  EndpointTable(List<Endpoint> endpoints) {
    this.endpoints = List.copyOf(endpoints);
  }

  /** An endpoint, and what the variables of its template stand for in one request. */
  record Match(Endpoint endpoint, Map<String, String> variables) {}

  List<Endpoint> endpoints() {
    return endpoints;
  }

  /** HEAD finds what GET would (RFC 9110 §9.3.2). Throws a 404 or a 405. */
  Match find(String method, String path) {
    String sought = method.equals("HEAD") ? "GET" : method;
    List<Match> onPath = endpoints.stream().flatMap(e -> match(e, path).stream()).toList();
    return onPath.stream()
        .filter(match -> match.endpoint().method().equals(sought))
        .findFirst()
        .orElseThrow(() -> notFound(method, path, onPath));
  }

  private static Optional<Match> match(Endpoint endpoint, String path) {
    String[] wanted = endpoint.template().split("/", -1);
    String[] found = path.split("/", -1);
    if (wanted.length != found.length) {
      return Optional.empty();
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{") && !found[i].isEmpty()) {
        variables.put(wanted[i].substring(1, wanted[i].length() - 1), found[i]);
      } else if (!wanted[i].equals(found[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(new Match(endpoint, Map.copyOf(variables)));
  }

  private static ProblemException notFound(String method, String path, List<Match> onPath) {
    if (onPath.isEmpty()) {
      return new ProblemException(
          ProblemCode.NOT_FOUND, "there is nothing at " + path, "see /openapi.yaml for what is");
    }
    String allowed =
        onPath.stream()
            .map(match -> match.endpoint().method())
            .sorted()
            .collect(Collectors.joining(", "));
    return new ProblemException(
            ProblemCode.METHOD_NOT_ALLOWED, path + " does not take " + method, "use " + allowed)
        .withHeader("Allow", allowed);
  }
}
