package io.bellhop.agent;

import io.bellhop.agent.runs.RunEffects;
import io.bellhop.agent.runs.RunReconciler;
import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.LogFollowing;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunClaimOutcome;
import io.bellhop.model.run.RunEnd;
import io.bellhop.model.run.RunKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what the reconciler of runs asks for on threads that may block, and hands answers back. */
final class AsyncRunEffects implements RunEffects {
  private static final Logger LOG = LoggerFactory.getLogger(AsyncRunEffects.class);
  private static final Duration LONGEST_REST = Duration.ofSeconds(2);

  private final AgentId me;
  private final RunSurroundings around;
  private final Workers workers;
  private final Consumer<Consumer<RunReconciler>> answers;
  private final StoreWork store;
  private final RuntimeWork runtime;
  private final Map<RuntimeId, LogFollowing> followings = new ConcurrentHashMap<>();

  AsyncRunEffects(
      AgentId me,
      RunSurroundings around,
      Workers workers,
      Consumer<Consumer<RunReconciler>> answers) {
    this.me = me;
    this.around = around;
    this.workers = workers;
    this.answers = answers;
    this.store = new StoreWork(workers, around.meters());
    this.runtime =
        new RuntimeWork(
            me,
            around.runtime(),
            workers,
            around.meters(),
            found -> answers.accept(reconciler -> reconciler.ended(found)));
  }

  void failed(RuntimeFailure failure) {
    runtime.failed(failure);
  }

  @Override
  public void claim(RunKey run) {
    store.change(
        run,
        () -> {
          RunClaimOutcome outcome = around.claims().claim(run, me);
          answers.accept(reconciler -> reconciler.claimed(run, outcome));
        },
        () -> answers.accept(reconciler -> reconciler.claimFailed(run)));
  }

  @Override
  public void attend(RunKey run) {
    store.change(run, () -> around.claims().attend(run, me));
  }

  @Override
  public void start(RunKey run, LaunchOrder order) {
    runtime.start(
        order,
        running -> answers.accept(reconciler -> reconciler.started(run, running)),
        failure -> answers.accept(reconciler -> reconciler.startFailed(run, failure)));
  }

  @Override
  public void running(Run run, Observed running) {
    workers.runtime(
        () -> {
          around.journal().started(running, run.spec().launch().size().name());
          if (run.spec().attachment().isEmpty()) {
            follow(running);
          } else if (!attach(run, running)) {
            answers.accept(reconciler -> reconciler.abandoned(run.key()));
          }
        });
    if (run.spec().serves().isPresent()) {
      awaitPort(run, running);
    } else {
      started(run, running, Optional.empty());
    }
  }

  private void started(Run run, Observed running, Optional<BackendAddress> address) {
    store.change(
        run.key(), () -> around.claims().started(run.key(), me, running.startedAt(), address));
  }

  /** Routers hear of it only once it listens; one that ended before is told of elsewhere. */
  private void awaitPort(Run run, Observed running) {
    running
        .address()
        .ifPresent(
            address ->
                around
                    .probe()
                    .await(address, run.spec().launch().bootTimeout())
                    .thenAccept(listens -> listened(run, running, listens)));
  }

  private void listened(Run run, Observed running, boolean listens) {
    if (listens) {
      started(run, running, running.address());
    } else {
      answers.accept(reconciler -> reconciler.neverListened(run.key()));
    }
  }

  private boolean attach(Run run, Observed running) {
    return around
        .attached()
        .open(
            run.key(),
            () -> around.runtime().attached(running.id()),
            around.logs().sink(run.key()));
  }

  private void follow(Observed running) {
    followings.compute(
        running.id(),
        (id, before) -> before != null && !before.over() ? before : followed(running));
  }

  private LogFollowing followed(Observed running) {
    return around
        .runtime()
        .followLogs(running, around.logs().sink(LaunchOrder.runOf(running.slot())));
  }

  /** Takes up again what the runtime cut off. */
  void resume(List<Observed> all) {
    all.stream()
        .filter(each -> each.running() && followings.containsKey(each.id()))
        .forEach(this::follow);
  }

  @Override
  public void stop(Observed running, Duration grace) {
    runtime.stop(running, grace);
  }

  /** Finds out how a run ended; to be called on a thread that may block. */
  void ended(RuntimeId id) {
    runtime.look(id);
  }

  @Override
  public void report(Run run, RunEnd end, Optional<Observed> last) {
    RunKey key = run.key();
    // First what it printed: who sees its end reads all of it.
    boolean accepted =
        workers.runtime(
            () -> {
              write(key, last.map(ended -> finished(run, end, ended)).orElse(end));
            });
    if (!accepted) {
      answers.accept(reconciler -> reconciler.reportFailed(key));
    }
  }

  private RunEnd finished(Run run, RunEnd end, Observed last) {
    Optional<List<String>> lines = Optional.empty();
    if (run.spec().attachment().isEmpty()) {
      followings.computeIfAbsent(last.id(), id -> followed(last)).awaitEnd(LONGEST_REST);
    } else if (attach(run, last)) {
      lines = around.attached().finish(run.key(), LONGEST_REST);
    }
    around.logs().ended(run.key());
    around.journal().ended(last);
    return lines.map(end::withLastLines).orElse(end);
  }

  private void write(RunKey key, RunEnd end) {
    LOG.info("run {} is over: {}", key, end.message());
    store.change(
        key,
        () -> {
          around.claims().ended(key, me, end);
          answers.accept(reconciler -> reconciler.reported(key));
        },
        () -> answers.accept(reconciler -> reconciler.reportFailed(key)));
  }

  @Override
  public void remove(Observed ended) {
    workers.runtime(
        () -> {
          followings.remove(ended.id());
          around.journal().ended(ended);
          runtime.remove(ended);
        });
  }
}
