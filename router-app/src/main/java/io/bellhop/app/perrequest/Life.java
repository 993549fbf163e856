package io.bellhop.app.perrequest;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InstanceState;
import io.bellhop.model.health.CheckedInstance;
import io.bellhop.model.health.Health;
import io.bellhop.model.health.Outcome;
import io.bellhop.model.health.OutcomeSink;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.wake.WakeTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One run as its router knows it. All but the sink's methods are guarded by the pool's lock.
 *
 * <pre>
 *   starting ──listens──▶ idle ──request──▶ taken ──request over──▶ released ──ends, or is told to──▶ gone
 *       └────────── no longer wanted: taken away ──▶ told to end ───────────────────────────────────────┘
 * </pre>
 */
final class Life implements OutcomeSink {
  private final RunKey key;
  private final DeploymentName deployment;
  private final Runnable onRelease;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CompletableFuture<WakeTrouble> end = new CompletableFuture<>();
  private volatile boolean released;

  /** Whether its request was given up before its answer was whole. Written before released. */
  private volatile boolean left;

  private boolean seen;
  private boolean stopAsked;
  private Optional<Instant> releasedAt = Optional.empty();
  private Optional<CheckedInstance> instance = Optional.empty();

  Life(RunKey key, DeploymentName deployment, Runnable onRelease) {
    this.key = key;
    this.deployment = deployment;
    this.onRelease = onRelease;
  }

  RunKey key() {
    return key;
  }

  DeploymentName deployment() {
    return deployment;
  }

  /** Gives it to the one request that it is for, or to whoever ends it before; to one of all. */
  @Override
  public boolean tryLease() {
    return taken.compareAndSet(false, true);
  }

  @Override
  public void released() {
    released = true;
    onRelease.run();
  }

  @Override
  public void began() {}

  @Override
  public void ended(Outcome outcome) {
    left = outcome == Outcome.NEUTRAL;
  }

  @Override
  public CompletionStage<WakeTrouble> end() {
    return end;
  }

  /** It ended, in this way. */
  void over(WakeTrouble how) {
    end.complete(how);
  }

  boolean isTaken() {
    return taken.get();
  }

  boolean isIdle() {
    return instance.isPresent() && !taken.get();
  }

  boolean isStarting() {
    return instance.isEmpty() && !taken.get();
  }

  /** It stands on the board, so that it is gone once it does not. */
  void see() {
    seen = true;
  }

  boolean wasSeen() {
    return seen;
  }

  /** It listens; says whether that is news. */
  boolean listens(BackendAddress address, String agent) {
    if (instance.isPresent()) {
      return false;
    }
    InstanceId id = new InstanceId(key.run().value());
    Instance ready = new Instance(id, address, InstanceState.READY, 0, agent);
    instance = Optional.of(new CheckedInstance(ready, Health.TRUSTED, this, true));
    return true;
  }

  /** What the data plane sees of it: nothing once its request is over. */
  Optional<CheckedInstance> instance() {
    return released ? Optional.empty() : instance;
  }

  /**
   * Whether its request is over for so long that it is to be told to end; noted as told.
   *
   * @param cancelOnLeave whether that holds for one whose client left, too
   */
  boolean mustStop(Instant now, Duration grace, boolean cancelOnLeave) {
    if (!released || stopAsked || (left && !cancelOnLeave)) {
      return false;
    }
    Instant since = releasedAt.orElse(now);
    releasedAt = Optional.of(since);
    stopAsked = !now.isBefore(since.plus(grace));
    return stopAsked;
  }
}
