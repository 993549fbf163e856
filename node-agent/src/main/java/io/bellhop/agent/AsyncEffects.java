package io.bellhop.agent;

import io.bellhop.agent.reconcile.Cut;
import io.bellhop.agent.reconcile.Effects;
import io.bellhop.agent.reconcile.Reconciler;
import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.InstanceState;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.ClaimOutcome;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.ExitReport;
import io.bellhop.model.launch.SlotKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what the reconciler asks for on threads that may block, and hands the answers back. */
final class AsyncEffects implements Effects {
  private static final Logger LOG = LoggerFactory.getLogger(AsyncEffects.class);

  private final Surroundings around;
  private final Workers workers;
  private final Outputs outputs;
  private final Happenings happenings;
  private final Consumer<Consumer<Reconciler>> answers;
  private final StoreWork store;
  private final RuntimeWork runtime;
  private final DrainGate gate;
  private final Boots boots = new Boots(System::nanoTime);

  AsyncEffects(
      Surroundings around,
      Workers workers,
      Outputs outputs,
      Happenings happenings,
      Consumer<Consumer<Reconciler>> answers) {
    this.around = around;
    this.workers = workers;
    this.outputs = outputs;
    this.happenings = happenings;
    this.answers = answers;
    this.store = new StoreWork(workers, around.meters());
    this.runtime =
        new RuntimeWork(
            around.id(),
            around.runtime(),
            workers,
            around.meters(),
            found -> answers.accept(reconciler -> reconciler.ended(found)));
    this.gate = new DrainGate(around.claims(), runtime);
  }

  /** What the runtime said last that it could not do; empty after it did something. */
  String lastFailure() {
    return runtime.lastFailure();
  }

  void failed(RuntimeFailure failure) {
    runtime.failed(failure);
  }

  /** Why nothing is started, whatever is asked for; empty where things are. */
  Optional<String> trouble() {
    return runtime.trouble();
  }

  void worked() {
    runtime.worked();
  }

  @Override
  public void claim(SlotKey slot, Optional<BackendAddress> running) {
    store.change(
        slot.deployment(),
        () -> {
          ClaimOutcome outcome = around.claims().claim(slot, around.id(), running);
          if (outcome instanceof ClaimOutcome.Granted granted) {
            boots.claimed(granted.claim());
            answers.accept(reconciler -> reconciler.claimed(granted.claim()));
          } else {
            answers.accept(reconciler -> reconciler.claimRefused(slot));
          }
        },
        () -> answers.accept(reconciler -> reconciler.claimFailed(slot)));
  }

  @Override
  public void start(LaunchOrder order) {
    runtime.start(
        order, running -> started(order, running), failure -> startFailed(order, failure));
  }

  private void started(LaunchOrder order, Observed running) {
    boots.started(order.claim());
    outputs.follow(running);
    happenings.started(order.claim().slot());
    answers.accept(reconciler -> reconciler.started(order.claim(), running));
  }

  private void startFailed(LaunchOrder order, RuntimeFailure failure) {
    around.meters().ended(order.claim().slot().deployment(), ExitReport.Reason.NOT_STARTED);
    answers.accept(reconciler -> reconciler.startFailed(order.claim(), failure));
  }

  @Override
  public void awaitPort(Claim claim, Observed instance, Duration bound) {
    workers.runtime(
        () -> {
          around.journal().started(instance, sizeOf(claim));
          around.meters().runs(instance.slot().deployment().app(), around.journal());
          outputs.follow(instance);
        });
    Optional<BackendAddress> address = instance.address();
    if (address.isEmpty()) {
      // It ended before it could be asked where it listens; its end is told of elsewhere.
      return;
    }
    around
        .probe()
        .await(address.get(), bound)
        .thenAccept(listens -> listened(claim, instance, listens));
  }

  private String sizeOf(Claim claim) {
    return around.claims().board().wanted().stream()
        .filter(wanted -> wanted.key().equals(claim.slot().deployment()))
        .map(wanted -> wanted.spec().size().name())
        .findFirst()
        .orElse("");
  }

  private void listened(Claim claim, Observed instance, boolean listens) {
    if (listens) {
      boots.listens(claim);
      Duration took = Duration.between(instance.startedAt(), Instant.now());
      around.meters().booted(claim.slot().deployment(), took);
      happenings.ready(
          claim.slot(), instance.address().map(BackendAddress::toString).orElse("?"), took);
      answers.accept(reconciler -> reconciler.listens(claim));
    } else {
      answers.accept(reconciler -> reconciler.neverListened(claim));
    }
  }

  @Override
  public void cut(Cut cut) {
    around.meters().cut(cut.instance().slot().deployment(), cut.code());
    happenings.cut(cut);
  }

  @Override
  public void stop(Observed instance, Duration grace) {
    runtime.stop(instance, grace);
  }

  @Override
  public void lookForClients(Observed instance) {
    workers.runtime(
        () -> {
          Optional<List<String>> clients = runtime.clients(instance);
          OptionalInt connected =
              clients.isPresent() ? OptionalInt.of(clients.get().size()) : OptionalInt.empty();
          if (connected.orElse(0) > 0) {
            LOG.debug(
                "instance {} ({}) is to end, and runs until its {} connections are closed",
                instance.slot(),
                instance.id(),
                connected.getAsInt());
          }
          answers.accept(reconciler -> reconciler.clients(instance.id(), connected));
        });
  }

  /** Finds out how an instance ended; to be called on a thread that may block. */
  void ended(RuntimeId id) {
    runtime.look(id);
  }

  @Override
  public void remove(Observed instance) {
    boots.forget(instance.slot(), instance.generation());
    workers.runtime(
        () -> {
          outputs.finish(instance);
          around.journal().ended(instance);
          runtime.remove(instance);
        });
  }

  @Override
  public void publish(Claim claim, BackendAddress address, InstanceState state) {
    store.change(
        claim.slot().deployment(),
        () -> {
          gate.returned(claim);
          around.claims().publish(claim, address, state, boots.of(claim));
        },
        () -> answers.accept(reconciler -> reconciler.publishFailed(claim)));
  }

  @Override
  public void drain(Claim claim, Observed running) {
    store.change(
        claim.slot().deployment(),
        () -> {
          if (gate.drain(claim, running)) {
            answers.accept(reconciler -> reconciler.drains(claim));
          }
        });
  }

  @Override
  public void free(Claim claim) {
    store.change(claim.slot().deployment(), () -> around.claims().free(claim));
  }

  @Override
  public void release(Claim claim, ExitReport report) {
    if (report.reason() != ExitReport.Reason.NOT_STARTED) {
      around.meters().ended(claim.slot().deployment(), report.reason());
    }
    LOG.info("{}", report.message());
    happenings.ended(claim.slot(), report);
    boots.forget(claim.slot(), claim.generation());
    store.change(claim.slot().deployment(), () -> around.claims().release(claim, report));
  }

  @Override
  public void crashLooping(DeploymentKey deployment, CrashLoop loop) {
    happenings.crashLooping(deployment, loop);
    store.change(deployment, () -> around.claims().crashLooping(deployment, loop));
  }

  @Override
  public void recovered(DeploymentKey deployment) {
    store.change(deployment, () -> around.claims().recovered(deployment));
  }
}
