package io.bellhop.router.control;

import io.bellhop.model.PathPrefix;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The prefixes of one host, longest first, each with its app. Immutable. */
final class HostRoutes {
  private record Entry(PathPrefix prefix, AppSlot app) {}

  private final Entry[] longestFirst;

  private HostRoutes(Entry... longestFirst) {
    this.longestFirst = longestFirst;
  }

  static HostRoutes of(PathPrefix prefix, AppSlot app) {
    return new HostRoutes(new Entry(prefix, app));
  }

  @Nullable AppSlot find(String path) {
    for (Entry entry : longestFirst) {
      if (entry.prefix.covers(path)) {
        return entry.app;
      }
    }
    return null;
  }

  HostRoutes with(PathPrefix prefix, AppSlot app) {
    Stream<Entry> others = others(prefix);
    return new HostRoutes(
        Stream.concat(others, Stream.of(new Entry(prefix, app)))
            .sorted(Comparator.comparingInt((Entry e) -> e.prefix.value().length()).reversed())
            .toArray(Entry[]::new));
  }

  /** Without the prefix, if the app still has it; null where nothing is left. */
  @Nullable HostRoutes without(PathPrefix prefix, AppSlot app) {
    // A route that moved to another app was overwritten there first: only its owner takes it out.
    Entry[] left =
        Arrays.stream(longestFirst)
            .filter(e -> e.app != app || !e.prefix.equals(prefix))
            .toArray(Entry[]::new);
    return left.length == 0 ? null : new HostRoutes(left);
  }

  private Stream<Entry> others(PathPrefix prefix) {
    return Arrays.stream(longestFirst).filter(e -> !e.prefix.equals(prefix));
  }
}
