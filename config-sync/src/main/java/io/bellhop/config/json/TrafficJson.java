package io.bellhop.config.json;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"epoch":3,"mode":"serving","weights":{"v2":100},"previous":{"v1":100},"restsWith":1}}.
 */
record TrafficJson(
    @Nullable Long epoch,
    @Nullable String mode,
    @Nullable Map<String, Integer> weights,
    @Nullable Map<String, Integer> previous,
    @Nullable Integer restsWith) {

  static TrafficJson of(Traffic traffic) {
    return new TrafficJson(
        traffic.epoch(),
        traffic.mode().wireName(),
        plain(traffic.weights()),
        plain(traffic.previous()),
        traffic.isResting() ? traffic.restsWith().getAsInt() : null);
  }

  Traffic toModel() {
    return new Traffic(
        epoch == null ? 0 : epoch,
        mode == null ? TrafficMode.SERVING : TrafficMode.fromWireName(mode),
        named(weights),
        named(previous),
        restsWith == null ? OptionalInt.empty() : OptionalInt.of(restsWith));
  }

  private static Map<String, Integer> plain(SortedMap<DeploymentName, Integer> weights) {
    Map<String, Integer> plain = new TreeMap<>();
    weights.forEach((name, weight) -> plain.put(name.value(), weight));
    return plain;
  }

  private static SortedMap<DeploymentName, Integer> named(@Nullable Map<String, Integer> plain) {
    SortedMap<DeploymentName, Integer> weights = new TreeMap<>();
    if (plain != null) {
      plain.forEach((name, weight) -> weights.put(new DeploymentName(name), weight));
    }
    return weights;
  }
}
