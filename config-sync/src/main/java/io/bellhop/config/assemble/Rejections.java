package io.bellhop.config.assemble;

import io.bellhop.model.RejectedNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
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
