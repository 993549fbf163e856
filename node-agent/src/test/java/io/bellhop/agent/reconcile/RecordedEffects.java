package io.bellhop.agent.reconcile;

import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.InstanceState;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.ExitReport;
import io.bellhop.model.launch.SlotKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does nothing, and remembers what was asked for since it was last looked at. */
final class RecordedEffects implements Effects {
  private final List<String> asked = new ArrayList<>();
  final List<ExitReport> reports = new ArrayList<>();
  final List<Cut> cuts = new ArrayList<>();
  final List<CrashLoop> loops = new ArrayList<>();

  List<String> take() {
    List<String> taken = List.copyOf(asked);
    asked.clear();
    return taken;
  }

  @Override
  public void claim(SlotKey slot, Optional<BackendAddress> running) {
    asked.add((running.isPresent() ? "reclaim " : "claim ") + slot.index());
  }

  @Override
  public void start(LaunchOrder order) {
    asked.add("start " + order.claim().slot().index() + " g" + order.claim().generation());
  }

  @Override
  public void awaitPort(Claim claim, Observed instance, Duration bound) {
    asked.add("await " + instance.id());
  }

  @Override
  public void cut(Cut cut) {
    asked.add("cut " + cut.instance().id());
    cuts.add(cut);
  }

  @Override
  public void stop(Observed instance, Duration grace) {
    asked.add("stop " + instance.id());
  }

  @Override
  public void lookForClients(Observed instance) {
    asked.add("clients of " + instance.id());
  }

  @Override
  public void remove(Observed instance) {
    asked.add("remove " + instance.id());
  }

  @Override
  public void publish(Claim claim, BackendAddress address, InstanceState state) {
    asked.add(state.wireName() + " " + claim.slot().index());
  }

  @Override
  public void drain(Claim claim, Observed running) {
    asked.add("drain " + claim.slot().index());
  }

  @Override
  public void free(Claim claim) {
    asked.add("free " + claim.slot().index());
  }

  @Override
  public void release(Claim claim, ExitReport report) {
    asked.add("release " + claim.slot().index());
    reports.add(report);
  }

  @Override
  public void crashLooping(DeploymentKey deployment, CrashLoop loop) {
    asked.add("crash loop " + loop.failures());
    loops.add(loop);
  }

  @Override
  public void recovered(DeploymentKey deployment) {
    asked.add("recovered");
  }
}
