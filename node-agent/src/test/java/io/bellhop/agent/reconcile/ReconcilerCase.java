package io.bellhop.agent.reconcile;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.DEPLOYMENT;
import static io.bellhop.agent.testing.Sample.slot;

import io.bellhop.agent.runtime.Ending;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.agent.testing.ManualClock;
import io.bellhop.agent.testing.Sample;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.InstanceState;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.launch.SlotBoard;
import io.bellhop.model.launch.SlotHolder;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.launch.WantedDeployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** A reconciler on a board and a clock that tests set, with one deployment. */
abstract class ReconcilerCase {
  final ManualClock clock = new ManualClock();
  final RecordedEffects effects = new RecordedEffects();
  final Reconciler reconciler = new Reconciler(AGENT, clock, Policy.DEFAULT, effects);
  final Map<SlotKey, SlotHolder> holders = new TreeMap<>();
  final Map<DeploymentKey, CrashLoop> loops = new TreeMap<>();
  final List<AgentInfo> agents = new ArrayList<>(List.of(Sample.agent(AGENT, Sample.ROOMY)));
  Resources runs = Resources.NONE;
  int instances = 1;
  long revision = 1;
  long asOf = 100;
  boolean current = true;

  void look() {
    WantedDeployment wanted =
        new WantedDeployment(DEPLOYMENT, Sample.shell("true"), instances, revision);
    reconciler.reconcile(
        new SlotBoard(current, asOf, List.of(wanted), holders, agents, loops), runs);
  }

  Observed running(int index, long generation) {
    return new Observed(
        new RuntimeId("c" + generation),
        slot(index),
        generation,
        1,
        Optional.of(new BackendAddress("10.0.0.5", 8080)),
        clock.instant(),
        Optional.empty());
  }

  Observed ended(Observed instance, int code) {
    Ending ending = new Ending(OptionalInt.of(code), false, clock.instant(), List.of("last words"));
    return new Observed(
        instance.id(),
        instance.slot(),
        instance.generation(),
        instance.revision(),
        instance.address(),
        instance.startedAt(),
        Optional.of(ending));
  }

  Claim hold(int index, long generation, InstanceState state) {
    asOf = Math.max(asOf, generation);
    holders.put(slot(index), new SlotHolder(AGENT, generation, state));
    return new Claim(slot(index), AGENT, generation);
  }

  Observed serve(int index, long generation) {
    reconciler.observed(List.of());
    look();
    Claim claim = hold(index, generation, InstanceState.READY);
    Observed running = running(index, generation);
    reconciler.claimed(claim);
    reconciler.started(claim, running);
    reconciler.listens(claim);
    effects.take();
    return running;
  }

  /** All that runs is listed. */
  void list(Observed... all) {
    reconciler.listing();
    reconciler.observed(List.of(all));
  }

  /** The routers have moved away from an instance that is one too many, and so have clients. */
  void leaves(String id) {
    clock.advance(Policy.DEFAULT.drainPause());
    look();
    reconciler.clients(new RuntimeId(id), OptionalInt.of(0));
  }
}
