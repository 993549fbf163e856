package io.bellhop.app.admin;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.RouterId;
import io.bellhop.model.StoreException;
import io.bellhop.model.plane.CutRequest;
import io.bellhop.model.plane.DeploymentReport;
import io.bellhop.model.rollout.AutoRollback;
import io.bellhop.model.rollout.CanaryStep;
import io.bellhop.model.rollout.DrainOutcome;
import io.bellhop.model.rollout.DrainReport;
import io.bellhop.model.rollout.PhaseTiming;
import io.bellhop.model.rollout.QueuedRollout;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutCommand;
import io.bellhop.model.rollout.RolloutDeadlines;
import io.bellhop.model.rollout.RolloutDirection;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutOptions;
import io.bellhop.model.rollout.RolloutOutcome;
import io.bellhop.model.rollout.RolloutPhase;
import io.bellhop.model.rollout.RolloutProgress;
import io.bellhop.model.rollout.RolloutRequest;
import io.bellhop.model.rollout.RolloutSummary;
import io.bellhop.model.rollout.Rollouts;
import io.bellhop.model.rollout.RouterAck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/** Rollouts that stand where a test puts them; every field has something to say. */
final class FakeRollouts implements Rollouts {
  private static final DeploymentName V1 = new DeploymentName("v1");
  private static final RouterId ROUTER = new RouterId("edge-1");
  static final RolloutOptions OPTIONS =
      new RolloutOptions(
          OptionalInt.of(2),
          List.of(new CanaryStep(5, Optional.of(Duration.ofMinutes(1)))),
          Duration.ofMinutes(5),
          true,
          Optional.of(new AutoRollback(Duration.ofMinutes(1), 5, 20)),
          RolloutDeadlines.DEFAULT);
  private static final CutRequest CUT = new CutRequest("/slow", 5_000, true);
  private static final DrainReport DRAIN =
      new DrainReport(
          new DrainOutcome.Unknown(new TreeSet<>(Set.of(ROUTER)), 1),
          300,
          200,
          1,
          List.of(new DrainReport.Cut(ROUTER, CUT)));

  final List<RolloutRequest> asked = new CopyOnWriteArrayList<>();
  final List<RolloutCommand> commands = new CopyOnWriteArrayList<>();
  final Set<Consumer<RolloutProgress>> listeners = new CopyOnWriteArraySet<>();
  private volatile RolloutLog log = log(1);

  /** Another step of the rollout, as far as listeners can tell. */
  void moveTo(long number) {
    log = log(number);
    listeners.forEach(listener -> listener.accept(progress()));
  }

  void stand(RolloutLog now) {
    log = now;
  }

  @Override
  public long start(RolloutRequest request) throws StoreException {
    checkKnown(request.app());
    if (!request.target().equals(V1)) {
      throw new StoreException(StoreException.Reason.NOT_FOUND, "no such deployment");
    }
    asked.add(request);
    return log.lastNumber() + 1;
  }

  @Override
  public void command(AppName app, RolloutCommand command) throws StoreException {
    checkKnown(app);
    if (log.current().isEmpty()) {
      throw new StoreException(StoreException.Reason.NOT_FOUND, "no rollout under way");
    }
    commands.add(command);
  }

  @Override
  public RolloutLog log(AppName app) throws StoreException {
    checkKnown(app);
    return log;
  }

  @Override
  public Runnable subscribe(AppName app, Consumer<RolloutProgress> listener) {
    listeners.add(listener);
    listener.accept(progress());
    return () -> listeners.remove(listener);
  }

  private static void checkKnown(AppName app) throws StoreException {
    if (!app.value().equals("shop")) {
      throw new StoreException(StoreException.Reason.NOT_FOUND, "no such app");
    }
  }

  private RolloutProgress progress() {
    RouterAck ack =
        new RouterAck(
            1,
            7,
            true,
            new TreeMap<>(Map.of(V1, new DeploymentReport(2, 2, 1, 1, 9, 1, 1, 5, 6))),
            1,
            List.of(CUT),
            "too many fail");
    return new RolloutProgress(
        new AppName("shop"),
        log,
        new TreeSet<>(Set.of(ROUTER)),
        new TreeMap<>(Map.of(ROUTER, ack)));
  }

  private static RolloutLog log(long number) {
    return new RolloutLog(
        number,
        Optional.of(current(number)),
        List.of(new QueuedRollout(number, V1, OPTIONS, 5)),
        List.of(ended()));
  }

  private static RolloutSummary ended() {
    return new RolloutSummary(
        1,
        V1,
        new TreeMap<>(Map.of(new DeploymentName("v0"), 100)),
        6,
        1,
        2,
        RolloutOutcome.COMPLETED,
        "late",
        List.of(new PhaseTiming(RolloutPhase.LAUNCH, 3)),
        Optional.of(DRAIN));
  }

  static RolloutLog waiting() {
    return log(1);
  }

  static RolloutLog idle() {
    return new RolloutLog(1, Optional.empty(), List.of(), List.of(ended()));
  }

  private static Rollout current(long number) {
    return new Rollout(
        number,
        V1,
        OPTIONS,
        2,
        OptionalInt.of(1),
        new TreeMap<>(Map.of(V1, 0)),
        new TreeSet<>(Set.of(new DeploymentName("v0"))),
        new TreeMap<>(Map.of(V1, 1)),
        7,
        RolloutDirection.FORWARD,
        RolloutPhase.DRAIN,
        1,
        1,
        2,
        3,
        4,
        new TreeMap<>(Map.of(ROUTER, 0L)),
        Optional.of(RolloutCommand.PROMOTE),
        List.of(new PhaseTiming(RolloutPhase.LAUNCH, 3)),
        Optional.of(DRAIN),
        "note");
  }
}
