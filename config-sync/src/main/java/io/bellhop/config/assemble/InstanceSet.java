package io.bellhop.config.assemble;

import io.bellhop.model.Instance;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InstanceState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The instances that stand below one node, as read, and those that are held though they do not. */
final class InstanceSet {
  private final String path;
  private final BiFunction<InstanceId, byte[], Optional<Instance>> decode;
  private final Rejections rejections;
  private final Holding holding;
  private final SortedMap<String, NodeValue<Optional<Instance>>> nodes = new TreeMap<>();
  private final SortedMap<String, Instance> held = new TreeMap<>();
  private final Set<AppNodes> users = new LinkedHashSet<>();

  /**
   * None yet.
   *
   * @param decode empty where nothing runs in a slot yet that could be routed to
   */
  InstanceSet(
      String path,
      BiFunction<InstanceId, byte[], Optional<Instance>> decode,
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
      NodeValue<Optional<Instance>> node = new NodeValue<>();
      node.seed(Optional.of(instance));
      nodes.put(instance.id().value(), node);
    }
  }

  /** Takes the names of the nodes that are there now; forgets, or holds, the others. */
  void listed(Collection<String> children) {
    Set<String> vanished = new HashSet<>(nodes.keySet());
    vanished.removeAll(new HashSet<>(children));
    for (String child : vanished) {
      NodeValue<Optional<Instance>> node = nodes.remove(child);
      rejections.clear(path + "/" + child);
      if (holding.isOn() && node != null) {
        good(node)
            .filter(last -> last.state() == InstanceState.READY)
            .forEach(last -> hold(child, last));
      }
    }
  }

  private void hold(String child, Instance last) {
    held.put(child, last);
    holding.remember(this);
  }

  /** Takes the content of one node. */
  void offer(String child, NodeContent content) {
    if (content instanceof NodeContent.Missing) {
      return; // The next listing says so too, and decides whether the instance is held.
    }
    String childPath = path + "/" + child;
    NodeValue<Optional<Instance>> node = nodes.computeIfAbsent(child, c -> new NodeValue<>());
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

  private static Stream<Instance> good(NodeValue<Optional<Instance>> node) {
    return Stream.ofNullable(node.good()).flatMap(Optional::stream);
  }

  /** Lets go of those that are held. */
  void releaseHeld() {
    held.clear();
  }
}
