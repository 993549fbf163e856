package io.bellhop.config.coordinate.drive;

import io.bellhop.config.coordinate.nodes.Versioned;
import io.bellhop.model.DeploymentName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What the reading before found of one app: which nodes to ask for at once, and what need not be
 * decoded again. A cache and no more: every node is read anew each time. Used on the worker.
 */
final class KnownNodes {
  // What changes often is decoded while the code that does it is still interpreted: that took most
  // of the time between a switch and its acknowledgement.
  @SuppressWarnings("ArrayRecordComponent")
  private record Decoded(byte[] json, Object value) {}

  private final Map<String, Decoded> decoded = new HashMap<>();
  private List<String> acknowledging = List.of();
  private Set<DeploymentName> concerned = Set.of();

  /** The names of the acknowledgements that were there. */
  List<String> acknowledging() {
    return acknowledging;
  }

  /** The deployments that the rollouts were about. */
  Set<DeploymentName> concerned() {
    return concerned;
  }

  /** Takes note of what a reading found, and forgets the nodes that it did not come across. */
  void found(List<String> nowAcknowledging, Set<DeploymentName> nowConcerned, Set<String> paths) {
    acknowledging = List.copyOf(nowAcknowledging);
    concerned = Set.copyOf(nowConcerned);
    decoded.keySet().retainAll(paths);
  }

  /** The value of a node's content; the one known where that is the same, byte for byte. */
  <T> T decode(String path, Versioned node, Class<T> type, Function<byte[], T> decoder) {
    Decoded known = decoded.get(path);
    if (known != null
        && type.isInstance(known.value())
        && Arrays.equals(known.json(), node.json())) {
      return type.cast(known.value());
    }
    T value = decoder.apply(node.json());
    remember(path, node.json(), value);
    return value;
  }

  /** Takes note of what a node was written with. */
  void remember(String path, byte[] json, Object value) {
    decoded.put(path, new Decoded(json, value));
  }
}
