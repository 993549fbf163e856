package io.bellhop.agent;

import io.bellhop.agent.meter.AgentMeters;
import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.InstanceRuntime;
import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.model.launch.AgentId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the runtime act on threads that may block, and counts what it cannot do. Thread safe. */
final class RuntimeWork {
  private static final Logger LOG = LoggerFactory.getLogger(RuntimeWork.class);

  private final AgentId me;
  private final InstanceRuntime runtime;
  private final Workers workers;
  private final AgentMeters meters;
  private final Consumer<Observed> ended;
  private volatile String lastFailure = "";
  private volatile Optional<String> trouble = Optional.empty();

  /**
   * Work for one runtime.
   *
   * @param ended told of what is found to have ended, any number of times
   */
  RuntimeWork(
      AgentId me,
      InstanceRuntime runtime,
      Workers workers,
      AgentMeters meters,
      Consumer<Observed> ended) {
    this.me = me;
    this.runtime = runtime;
    this.workers = workers;
    this.meters = meters;
    this.ended = ended;
  }

  /** What the runtime said last that it could not do; empty after it did something. */
  String lastFailure() {
    return lastFailure;
  }

  /** Why it starts nothing, whatever is asked of it; empty after it did something. */
  Optional<String> trouble() {
    return trouble;
  }

  void failed(RuntimeFailure failure) {
    lastFailure = failure.explanation();
    if (failure.code().isOfTheEngine()) {
      trouble = Optional.of(failure.explanation());
    }
    meters.failed(failure.code());
    LOG.warn("{}", failure.explanation());
  }

  void worked() {
    lastFailure = "";
    trouble = Optional.empty();
  }

  /**
   * Starts what is ordered; one of both is told, on whatever thread.
   *
   * @param failed told after the failure was counted
   */
  void start(LaunchOrder order, Consumer<Observed> started, Consumer<RuntimeFailure> failed) {
    Consumer<RuntimeFailure> counted = ((Consumer<RuntimeFailure>) this::failed).andThen(failed);
    boolean accepted =
        workers.runtime(
            () -> {
              try {
                Observed running = runtime.start(order);
                worked();
                started.accept(running);
                // An end that was told before the start was answered belonged to nobody then.
                look(running.id());
              } catch (RuntimeFailure e) {
                counted.accept(e);
              } catch (RuntimeException e) {
                counted.accept(defect(order, e));
              }
            });
    if (!accepted) {
      counted.accept(
          new RuntimeFailure(
              FailureCode.AGENT_BUSY,
              "agent %s has too much to do to start %s: add an agent".formatted(me, order.name())));
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

  void stop(Observed running, Duration grace) {
    workers.runtime(
        () -> {
          try {
            runtime.stop(running.id(), grace);
            worked();
            look(running.id());
          } catch (RuntimeFailure e) {
            failed(e);
          }
        });
  }

  /** Finds out whether it ended, and how; to be called on a thread that may block. */
  void look(RuntimeId id) {
    try {
      runtime.inspect(id).filter(found -> !found.running()).ifPresent(ended);
    } catch (RuntimeFailure e) {
      failed(e);
    }
  }

  /**
   * The far ends of the connections to it; empty where they cannot be seen. To be called on a
   * thread that may block.
   */
  Optional<List<String>> clients(Observed running) {
    try {
      return runtime.clients(running);
    } catch (RuntimeFailure e) {
      failed(e);
      return Optional.empty();
    }
  }

  /** Has it forgotten; to be called on a thread that may block. */
  void remove(Observed gone) {
    try {
      runtime.remove(gone.id());
    } catch (RuntimeFailure e) {
      failed(e);
    }
  }
}
