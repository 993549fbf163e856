package io.bellhop.config.coordinate.sleep.drive;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.coordinate.nodes.Versioned;
import io.bellhop.config.json.AgentJson;
import io.bellhop.config.json.AppJson;
import io.bellhop.config.json.SleepNodesJson;
import io.bellhop.model.App;
import io.bellhop.model.Deployment;
import io.bellhop.model.InstanceState;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import io.bellhop.model.launch.Boot;
import io.bellhop.model.sleep.WakeEntry;
import io.bellhop.model.sleep.WakeLedger;
import io.bellhop.model.sleep.WakePhases;
import io.bellhop.model.wake.WakeReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads how agents brought up the instances of an app that woke, once, over one session.
 *
 * <pre>
 *   first request ──called──▶ mode written ──▶ slot claimed ──Boot──▶ started, listens
 *     └─ the router's clock ─┘     └─ ZooKeeper's clock ─┘ └─ the agent's clock ─┘
 * </pre>
 *
 * So each time is between two moments of one clock, and hosts' clocks may differ. What is summed up
 * may still be late by what an answer of ZooKeeper takes: it is bounded by what came behind it.
 */
final class PhaseReader {
  // Which one listened first is to be found out among those: no wake waits for more.
  private static final int MOST_SLOTS = 100;

  /** A slot that was claimed since the app woke. */
  private record Started(long claimedMillis, Optional<Boot> boot) {
    /** By when it listened; those that do not come last. */
    long listensMillis() {
      return boot.map(each -> claimedMillis + each.listens().toMillis()).orElse(Long.MAX_VALUE);
    }
  }

  private final RouterId self;
  private final App app;
  private final TreePaths paths;
  private final WakeReport report;
  private final List<Started> slots = new ArrayList<>();
  private Optional<WakeEntry> entry = Optional.empty();
  private Traffic traffic = Traffic.NONE;
  private long wokenMillis;

  PhaseReader(RouterId self, App app, TreePaths paths, WakeReport report) {
    this.self = self;
    this.app = app;
    this.paths = paths;
    this.report = report;
  }

  /** Reads; what could not be read is unknown. */
  void read(Nodes nodes, Consumer<WakePhases> taker) {
    Gathering all =
        new Gathering(
            nodes, () -> taker.accept(phases()), reason -> taker.accept(WakePhases.UNKNOWN));
    all.get(paths.wakes(app.name()), node -> ledger(SleepNodesJson.readLedger(node.json())));
    all.get(paths.traffic(app.name()), this::traffic);
    for (Deployment each : StartReader.serving(app)) {
      String instances = paths.instances(app.name(), each.name());
      all.children(instances, names -> slots(all, instances, names));
    }
    all.sent();
  }

  private void ledger(WakeLedger ledger) {
    entry = ledger.untold(self);
  }

  private void traffic(Versioned node) {
    traffic = AppJson.lenient().readTraffic(node.json());
    wokenMillis = node.changedMillis();
  }

  private void slots(Gathering all, String instances, List<String> names) {
    for (String name : names.subList(0, Math.min(names.size(), MOST_SLOTS))) {
      all.get(instances + "/" + name, this::slot);
    }
  }

  private void slot(Versioned node) {
    try {
      Optional<Boot> boot = AgentJson.readBoot(node.json());
      boolean starting = AgentJson.readHolder(node.json(), 0).state() == InstanceState.STARTING;
      if (boot.isPresent() || starting) {
        slots.add(new Started(node.createdMillis(), boot));
      }
    } catch (InvalidValueException e) {
      return; // No agent's, or its error to tell of: of this wake it tells nothing.
    }
  }

  private WakePhases phases() {
    // What was switched since has another time, and says nothing of when this wake began.
    boolean known = entry.filter(woken -> woken.epoch() == traffic.epoch()).isPresent();
    return !known || report.called().isEmpty()
        ? WakePhases.UNKNOWN
        : slots.stream()
            .filter(slot -> slot.claimedMillis >= wokenMillis)
            .min(
                Comparator.comparingLong(Started::listensMillis)
                    .thenComparingLong(Started::claimedMillis))
            .map(first -> since(report.called().get(), first))
            .orElse(WakePhases.UNKNOWN);
  }

  private WakePhases since(Duration called, Started first) {
    Duration claimed = called.plusMillis(first.claimedMillis - wokenMillis);
    WakePhases phases =
        new WakePhases(
            Optional.of(claimed),
            first.boot.map(boot -> claimed.plus(boot.started())),
            first.boot.map(boot -> claimed.plus(boot.listens())));
    return report.healthy().map(phases::notAfter).orElse(phases);
  }
}
