package io.bellhop.config.assemble;

import io.bellhop.model.Instance;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InstanceState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The instances that stand below one node, as read, and those that are held though they do not. */
final class InstanceSet {
  private final String path;
  private final BiFunction<InstanceId, byte[], Instance> decode;
  private final Rejections rejections;
  private final Holding holding;
  private final SortedMap<String, NodeValue<Instance>> nodes = new TreeMap<>();
  private final SortedMap<String, Instance> held = new TreeMap<>();
  private final Set<AppNodes> users = new LinkedHashSet<>();

  InstanceSet(
      String path,
      BiFunction<InstanceId, byte[], Instance> decode,
      Rejections rejections,
      Holding holding) {
    this.path = path;
    this.decode = decode;
    this.rejections = rejections;
    this.holding = holding;
  }

  /** The apps that have instances of this set. */
  Set<AppNodes> users() {
    return users;
  }

  boolean knows(String child) {
    return nodes.containsKey(child);
  }

  /** Takes instances known from elsewhere. */
  void seed(Collection<Instance> instances) {
    for (Instance instance : instances) {
      NodeValue<Instance> node = new NodeValue<>();
      node.seed(instance);
      nodes.put(instance.id().value(), node);
    }
  }

  /** Takes the names of the nodes that are there now; forgets, or holds, the others. */
  void listed(Collection<String> children) {
    Set<String> vanished = new HashSet<>(nodes.keySet());
    vanished.removeAll(new HashSet<>(children));
    for (String child : vanished) {
      NodeValue<Instance> node = nodes.remove(child);
      rejections.clear(path + "/" + child);
      Instance last = node == null ? null : node.good();
      if (holding.isOn() && last != null && last.state() == InstanceState.READY) {
        held.put(child, last);
        holding.remember(this);
      }
    }
  }

  /** Takes the content of one node. */
  void offer(String child, NodeContent content) {
    if (content instanceof NodeContent.Missing) {
      return; // The next listing says so too, and decides whether the instance is held.
    }
    String childPath = path + "/" + child;
    NodeValue<Instance> node = nodes.computeIfAbsent(child, c -> new NodeValue<>());
    node.offer(childPath, content, json -> decode.apply(new InstanceId(child), json), rejections);
    if (node.offered()) {
      node.accept(childPath, rejections);
    }
    held.remove(child);
  }

  /** The instances in the order of their ids. */
  List<Instance> instances() {
    if (held.isEmpty()) {
      return nodes.values().stream().flatMap(InstanceSet::good).toList();
    }
    SortedMap<String, Instance> all = new TreeMap<>();
    Set<Object> addresses = new HashSet<>();
    nodes.forEach(
        (child, node) ->
            good(node)
                .forEach(
                    instance -> {
                      all.put(child, instance);
                      addresses.add(instance.address());
                    }));
    // One that registered anew under another name has taken the place of its former self.
    held.forEach(
        (child, instance) -> {
          if (!addresses.contains(instance.address())) {
            all.putIfAbsent(child, instance);
          }
        });
    return new ArrayList<>(all.values());
  }

  private static Stream<Instance> good(NodeValue<Instance> node) {
    return Stream.ofNullable(node.good());
  }

  /** Lets go of those that are held. */
  void releaseHeld() {
    held.clear();
  }
}
