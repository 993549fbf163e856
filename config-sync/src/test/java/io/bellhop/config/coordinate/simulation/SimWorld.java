package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.coordinate.nodes.Commit;
import io.bellhop.config.coordinate.nodes.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What one run happens in: time and chance, a ZooKeeper, and what is noted of it. */
final class SimWorld {
  static final TreePaths PATHS = new TreePaths("/bellhop");
  private static final int MOST_TRACED = 600;

  private final Events events;
  private final SimZooKeeper zookeeper = new SimZooKeeper();
  private final boolean tracing;
  private final List<String> trace = new ArrayList<>();
  private final long start;
  private long sessions;

  SimWorld(long seed, boolean tracing) {
    this.events = new Events(seed);
    this.tracing = tracing;
    this.start = events.now();
    zookeeper.observe(this::traceCommits);
  }

  Events events() {
    return events;
  }

  SimZooKeeper zookeeper() {
    return zookeeper;
  }

  /** Milliseconds since the run began. */
  long elapsed() {
    return events.now() - start;
  }

  void runUntil(long elapsed) {
    events.runUntil(start + elapsed);
  }

  long newSession() {
    return ++sessions;
  }

  /** Writes as somebody outside all sessions. */
  boolean write(Write... writes) {
    return zookeeper.execute(List.of(writes), 0) instanceof Commit.Done;
  }

  void trace(Supplier<String> what) {
    if (tracing && trace.size() < MOST_TRACED) {
      trace.add(elapsed() + " ms  " + what.get());
    }
  }

  String traced() {
    return String.join("\n", trace);
  }

  private void traceCommits(
      Map<String, Optional<SimZooKeeper.Znode>> before, Set<String> changed, long number) {
    changed.forEach(path -> trace(() -> "%d %s = %s".formatted(number, path, content(path))));
  }

  private String content(String path) {
    return zookeeper
        .now(path)
        .map(node -> new String(node.json(), StandardCharsets.UTF_8))
        .orElse("gone");
  }
}
