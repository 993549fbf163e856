package io.bellhop.config.assemble;

import io.bellhop.model.RejectedNode;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes that are refused now. Written by one thread, read by any. */
public final class Rejections {
  private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);

  private final ConcurrentSkipListMap<String, RejectedNode> byPath = new ConcurrentSkipListMap<>();
  private final Clock clock;

  /** None yet; refusals are dated by the clock. */
  public Rejections(Clock clock) {
    this.clock = clock;
  }

  /** Refuses a node; one that is refused for the same reason already keeps its date. */
  public void reject(String path, String reason) {
    RejectedNode known = byPath.get(path);
    if (known == null || !known.reason().equals(reason)) {
      byPath.put(path, new RejectedNode(path, reason, clock.instant()));
      LOG.warn("Refused {}: {}. The last good value, where there was one, stays.", path, reason);
    }
  }

  /** The node is good, or gone. */
  public void clear(String path) {
    if (byPath.remove(path) != null) {
      LOG.info("No longer refused: {}", path);
    }
  }

  /** The node and all below it are gone. */
  public void clearTree(String path) {
    byPath.remove(path);
    // '0' follows '/' in ASCII: the range holds exactly what begins with "path/".
    byPath.subMap(path + "/", path + "0").clear();
  }

  /** Forgets what was refused below a node, save below the children that are there. */
  public void retainChildren(String path, Collection<String> children) {
    Set<String> there = new HashSet<>(children);
    byPath
        .subMap(path + "/", path + "0")
        .keySet()
        .removeIf(below -> !there.contains(firstStep(below.substring(path.length() + 1))));
  }

  private static String firstStep(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }

  /** Why a node is refused now; empty where it is not. */
  public Optional<RejectedNode> find(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  /** Those refused now, in the order of their paths. */
  public List<RejectedNode> list() {
    return List.copyOf(byPath.values());
  }

  /** How many are refused now. */
  public int count() {
    return byPath.size();
  }
}
