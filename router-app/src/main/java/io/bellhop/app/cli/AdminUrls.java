package io.bellhop.app.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The admin APIs that a command may ask: one is enough, as every router knows the same; another
 * stands in where it does not answer. For one thread.
 */
final class AdminUrls {
  private static final String DEFAULT = "http://127.0.0.1:9901";

  private final List<String> urls;
  private int current;

  private AdminUrls(List<String> urls) {
    this.urls = urls;
  }

  /** Those that {@code BELLHOP_URL} lists, parted by commas. */
  static AdminUrls of(Map<String, String> environment) {
    List<String> named =
        Stream.of(environment.getOrDefault("BELLHOP_URL", "").split(","))
            .map(url -> url.strip().replaceAll("/+$", ""))
            .filter(url -> !url.isEmpty())
            .toList();
    return new AdminUrls(named.isEmpty() ? List.of(DEFAULT) : named);
  }

  /** The one to ask. */
  String current() {
    return urls.get(current);
  }

  /** Has the next be asked from now on; after the last comes the first. */
  void moveOn() {
    current = (current + 1) % urls.size();
  }

  int count() {
    return urls.size();
  }

  @Override
  public String toString() {
    return String.join(", ", urls);
  }
}
