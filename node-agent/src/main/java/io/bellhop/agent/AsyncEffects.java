package io.bellhop.agent;

import io.bellhop.agent.reconcile.Effects;
import io.bellhop.agent.reconcile.Reconciler;
import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.InstanceState;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.ClaimOutcome;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.ExitReport;
import io.bellhop.model.launch.SlotKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what the reconciler asks for on threads that may block, and hands the answers back. */
final class AsyncEffects implements Effects {
  private static final Logger LOG = LoggerFactory.getLogger(AsyncEffects.class);

  /** A change of the store. */
  private interface StoreCall {
    void run() throws StoreException;
  }

  private final Surroundings around;
  private final Workers workers;
  private final Outputs outputs;
  private final Happenings happenings;
  private final Consumer<Consumer<Reconciler>> answers;
  private volatile String lastFailure = "";

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
  }

  /** What the runtime said last that it could not do; empty after it did something. */
  String lastFailure() {
    return lastFailure;
  }

  void failed(RuntimeFailure failure) {
    lastFailure = failure.explanation();
    around.meters().failed(failure.code());
    LOG.warn("{}", failure.explanation());
  }

  void worked() {
    lastFailure = "";
  }

  @Override
  public void claim(SlotKey slot, Optional<BackendAddress> running) {
    store(
        () -> {
          ClaimOutcome outcome = around.claims().claim(slot, around.id(), running);
          answers.accept(
              reconciler -> {
                if (outcome instanceof ClaimOutcome.Granted granted) {
                  reconciler.claimed(granted.claim());
                } else {
                  reconciler.claimRefused(slot);
                }
              });
        },
        () -> answers.accept(reconciler -> reconciler.claimFailed(slot)));
  }

  @Override
  public void start(LaunchOrder order) {
    boolean accepted =
        workers.runtime(
            () -> {
              try {
                Observed running = around.runtime().start(order);
                worked();
                outputs.follow(running);
                happenings.started(order.claim().slot());
                answers.accept(reconciler -> reconciler.started(order.claim(), running));
                // An end that was told before the start was answered belonged to nobody then.
                ended(running.id());
              } catch (RuntimeFailure e) {
                startFailed(order, e);
              } catch (RuntimeException e) {
                startFailed(order, defect(order, e));
              }
            });
    if (!accepted) {
      startFailed(
          order,
          new RuntimeFailure(
              FailureCode.AGENT_BUSY,
              "agent %s has too much to do to start %s: add an agent"
                  .formatted(around.id(), order.claim().slot())));
    }
  }

  private static RuntimeFailure defect(LaunchOrder order, RuntimeException cause) {
    LOG.error("the agent met a defect of its own and goes on: report it", cause);
    return new RuntimeFailure(
        FailureCode.ENGINE_REFUSED,
        "what the engine said of %s was not understood (%s): see the agent's log"
            .formatted(order.name(), cause),
        cause);
  }

  private void startFailed(LaunchOrder order, RuntimeFailure failure) {
    failed(failure);
    around.meters().ended(order.claim().slot().deployment(), ExitReport.Reason.NOT_STARTED);
    answers.accept(reconciler -> reconciler.startFailed(order.claim(), failure));
  }

  @Override
  public void awaitPort(Claim claim, Observed instance, Duration bound) {
    workers.runtime(
        () -> {
          around.journal().started(instance, sizeOf(claim));
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
  public void stop(Observed instance, Duration grace) {
    workers.runtime(
        () -> {
          try {
            around.runtime().stop(instance.id(), grace);
            worked();
            ended(instance.id());
          } catch (RuntimeFailure e) {
            failed(e);
          }
        });
  }

  /** Finds out how an instance ended; to be called on a thread that may block. */
  void ended(RuntimeId id) {
    try {
      around
          .runtime()
          .inspect(id)
          .filter(found -> !found.running())
          .ifPresent(found -> answers.accept(reconciler -> reconciler.ended(found)));
    } catch (RuntimeFailure e) {
      failed(e);
    }
  }

  @Override
  public void remove(Observed instance) {
    workers.runtime(
        () -> {
          outputs.finish(instance);
          around.journal().ended(instance);
          try {
            around.runtime().remove(instance.id());
          } catch (RuntimeFailure e) {
            failed(e);
          }
        });
  }

  @Override
  public void publish(Claim claim, BackendAddress address, InstanceState state) {
    store(
        () -> around.claims().publish(claim, address, state),
        () -> answers.accept(reconciler -> reconciler.publishFailed(claim)));
  }

  @Override
  public void drain(Claim claim, BackendAddress address, long revision) {
    store(
        () -> {
          if (around.claims().drain(claim, address, revision)) {
            answers.accept(reconciler -> reconciler.drains(claim));
          }
        },
        () -> {});
  }

  @Override
  public void release(Claim claim, ExitReport report) {
    if (report.reason() != ExitReport.Reason.NOT_STARTED) {
      around.meters().ended(claim.slot().deployment(), report.reason());
    }
    LOG.info("{}", report.message());
    happenings.ended(claim.slot(), report);
    store(() -> around.claims().release(claim, report), () -> {});
  }

  @Override
  public void crashLooping(DeploymentKey deployment, CrashLoop loop) {
    happenings.crashLooping(deployment, loop);
    store(() -> around.claims().crashLooping(deployment, loop), () -> {});
  }

  @Override
  public void recovered(DeploymentKey deployment) {
    store(() -> around.claims().recovered(deployment), () -> {});
  }

  private void store(StoreCall call, Runnable onFailure) {
    boolean accepted =
        workers.store(
            () -> {
              try {
                call.run();
              } catch (StoreException e) {
                around.meters().storeFailed();
                LOG.warn("{}", e.getMessage());
                onFailure.run();
              } catch (RuntimeException e) {
                around.meters().storeFailed();
                LOG.error("the agent met a defect of its own and goes on: report it", e);
                onFailure.run();
              }
            });
    if (!accepted) {
      around.meters().storeFailed();
      onFailure.run();
    }
  }
}
