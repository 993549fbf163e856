package io.bellhop.config.coordinate.step;

import io.bellhop.model.RouterId;
import io.bellhop.model.plane.CutRequest;
import io.bellhop.model.plane.DeploymentReport;
import io.bellhop.model.rollout.DrainOutcome;
import io.bellhop.model.rollout.DrainReport;
import io.bellhop.model.rollout.DrainReport.Cut;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RouterAck;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** Adds up what the routers said of a drain. */
final class Drains {
  private Drains() {}

  static DrainReport report(Snapshot at, Rollout rollout, Barrier barrier) {
    SortedMap<RouterId, RouterAck> acks = new TreeMap<>();
    for (RouterId router : rollout.members().keySet()) {
      Barrier.ack(at, rollout, router).ifPresent(ack -> acks.put(router, ack));
    }
    return new DrainReport(
        outcome(barrier, acks),
        at.nowMillis() - rollout.switchedAtMillis(),
        figures(rollout, acks, DeploymentReport::longestMillis).stream()
            .mapToLong(Long::longValue)
            .max()
            .orElse(0),
        Math.toIntExact(
            figures(rollout, acks, DeploymentReport::told).stream()
                .mapToLong(Long::longValue)
                .sum()),
        cuts(acks));
  }

  private static DrainOutcome outcome(Barrier barrier, SortedMap<RouterId, RouterAck> acks) {
    int cut = acks.values().stream().mapToInt(ack -> Math.max(0, ack.cut())).sum();
    SortedSet<RouterId> unknown = new TreeSet<>(barrier.lost());
    unknown.addAll(barrier.waitingFor());
    if (!unknown.isEmpty()) {
      return new DrainOutcome.Unknown(unknown, cut);
    }
    return cut > 0 ? new DrainOutcome.Forced(cut) : new DrainOutcome.Drained();
  }

  private static List<Long> figures(
      Rollout rollout, SortedMap<RouterId, RouterAck> acks, ToLongFunction<DeploymentReport> of) {
    List<Long> figures = new ArrayList<>();
    for (RouterAck ack : acks.values()) {
      rollout.draining().forEach(name -> figures.add(of.applyAsLong(ack.deployment(name))));
    }
    return figures;
  }

  private static List<Cut> cuts(SortedMap<RouterId, RouterAck> acks) {
    List<Cut> cuts = new ArrayList<>();
    acks.forEach(
        (router, ack) -> {
          for (CutRequest request : ack.cuts()) {
            cuts.add(new Cut(router, request));
          }
        });
    cuts.sort(Comparator.comparingLong((Cut cut) -> cut.request().ageMillis()).reversed());
    return cuts.subList(0, Math.min(cuts.size(), DrainReport.MOST_CUTS_LISTED));
  }
}
