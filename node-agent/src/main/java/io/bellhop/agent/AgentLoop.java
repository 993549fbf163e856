package io.bellhop.agent;

import io.bellhop.agent.reconcile.Reconciler;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.SlotBoard;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that decides. It looks again whenever the board changes, an instance ends or an
 * answer comes, and now and then because times pass. A tick in which nothing can change costs
 * nothing.
 */
final class AgentLoop implements RuntimeWatch.Observer {
  private static final Logger LOG = LoggerFactory.getLogger(AgentLoop.class);
  private static final long TICK_MILLIS = 100;
  private static final long ALIVE_MILLIS = 1_000;
  private static final long ANNOUNCE_NANOS = 1_000_000_000;

  private final AgentSettings settings;
  private final Surroundings around;
  private final Workers workers;
  private final Outputs outputs;
  private final Happenings happenings;
  private final ShortfallNews shortfalls;
  private final BlindNews blind;
  private final AsyncEffects effects;
  private final Reconciler reconciler;
  private final DecisionThread thread = new DecisionThread("bellhop-agent");
  private final RuntimeWatch watch;
  private final Retirement retirement = new Retirement();
  private volatile AgentStatus status = AgentStatus.NONE;
  private volatile @Nullable AgentInfo announced;
  private boolean sighted;
  private long announcedAtNanos = System.nanoTime() - 2 * ANNOUNCE_NANOS;

  AgentLoop(AgentSettings settings, Surroundings around, Workers workers, InstantSource clock) {
    this.settings = settings;
    this.around = around;
    this.workers = workers;
    this.outputs = new Outputs(around.runtime(), around.logs());
    this.happenings = new Happenings(settings.id(), around.claims(), workers, clock);
    this.shortfalls = new ShortfallNews(settings.id(), clock, happenings);
    this.blind = new BlindNews(happenings);
    this.effects = new AsyncEffects(around, workers, outputs, happenings, this::answer);
    this.reconciler = new Reconciler(settings.id(), clock, settings.policy(), effects);
    this.watch = new RuntimeWatch(around.runtime(), around.journal(), workers, thread, this);
  }

  void start() {
    around.claims().onChange(thread.coalesced(this::reconcile));
    watch.start();
    thread.every(TICK_MILLIS, this::tick);
    thread.every(ALIVE_MILLIS, () -> workers.runtime(around.journal()::tick));
    thread.every(TICK_MILLIS, happenings::tell);
  }

  AgentStatus status() {
    return status;
  }

  /** Stops what runs, and claims nothing more. */
  Retirement retire() {
    answer(
        retired -> {
          retired.retire();
          retirement.begin();
        });
    return retirement;
  }

  private void answer(Consumer<Reconciler> answer) {
    thread.submit(
        () -> {
          answer.accept(reconciler);
          reconcile();
        });
  }

  private void tick() {
    if (!reconciler.settled()) {
      reconcile();
    }
    announce();
  }

  private void reconcile() {
    SlotBoard board = around.claims().board();
    reconciler.reconcile(board, around.load().runs());
    around.load().instances(reconciler.load());
    status =
        new AgentStatus(
            reconciler.phases(), reconciler.load(), reconciler.shortfalls(), effects.lastFailure());
    shortfalls.look(status.shortfalls(), board);
    if (!sighted) {
      blind.look(info(), board);
    }
    retirement.look(status.phases().isEmpty());
  }

  private AgentInfo info() {
    return settings
        .info(around.runtime().kind())
        .withLoad(reconciler.load(), around.load().runs())
        .withTrouble(effects.trouble().or(reconciler::trouble));
  }

  private void announce() {
    AgentInfo now = info();
    boolean due = System.nanoTime() - announcedAtNanos > ANNOUNCE_NANOS;
    AgentInfo before = announced;
    // Runs come and go often; and what was refused may be for as long as a session lasts.
    boolean urgent = before != null && !now.trouble().equals(before.trouble());
    boolean heard = now.equals(before) && around.claims().board().lists(now.id());
    if (urgent || (due && !heard)) {
      announced = now;
      announcedAtNanos = System.nanoTime();
      workers.store(now.id(), () -> announce(now));
    }
  }

  private void announce(AgentInfo now) {
    try {
      around.claims().announce(now);
    } catch (StoreException e) {
      announced = null;
      around.meters().storeFailed();
      LOG.warn("the agent cannot be announced, and tries again: {}", e.getMessage());
    }
  }

  @Override
  public void listing() {
    reconciler.listing();
  }

  @Override
  public void listed(List<Observed> all) {
    effects.worked();
    outputs.resume(all);
  }

  @Override
  public void observed(List<Observed> all) {
    sighted = true;
    reconciler.observed(all);
    reconcile();
  }

  @Override
  public void ended(RuntimeId id) {
    effects.ended(id);
  }

  @Override
  public void failed(RuntimeFailure failure) {
    effects.failed(failure);
  }

  void close() {
    thread.close();
  }
}
