package io.bellhop.config.watch;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which nodes of one app may have changed since they were read; the app's own always may. */
final class Changes {
  // Bounds how long changes that follow each other closely keep an app from being told.
  private static final int MOST_JOINED = 4;

  private final Set<String> nodes = new HashSet<>();
  private boolean everything;
  private int joined;

  static Changes ofEverything() {
    Changes changes = new Changes();
    changes.everything = true;
    return changes;
  }

  void everything() {
    everything = true;
  }

  /** A deployment's node, as {@code DEPLOYMENT}, or an instance's, as {@code DEPLOYMENT/SLOT}. */
  void add(String node) {
    nodes.add(node);
  }

  boolean includes(String node) {
    return everything || nodes.contains(node);
  }

  /** Whether a deployment's node or any of its instances may have changed. */
  boolean touches(String deployment) {
    String below = deployment + "/";
    return includes(deployment) || nodes.stream().anyMatch(node -> node.startsWith(below));
  }

  /** The instances of a deployment that may have changed, as far as they are named. */
  List<String> slots(String deployment) {
    String below = deployment + "/";
    return nodes.stream()
        .filter(node -> node.startsWith(below))
        .map(node -> node.substring(below.length()))
        .toList();
  }

  /** Whether these are to be read before what was read for others is judged. */
  boolean isToBeJoinedTo(Changes others) {
    joined = others.joined + 1;
    return joined <= MOST_JOINED;
  }
}
