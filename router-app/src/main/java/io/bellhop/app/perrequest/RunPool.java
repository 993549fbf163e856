package io.bellhop.app.perrequest;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InstanceSource.Launched;
import io.bellhop.model.PerRequestSpec;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.model.health.CheckedInstance;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunBoard;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunSpec;
import io.bellhop.model.run.RunState.Ended;
import io.bellhop.model.wake.WakeTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The runs that one router has for the requests of one app. Guarded by the lock of its owner. */
final class RunPool {
  /** What is left of the command after its answer is given so long before it is told to end. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
  private static final int MOST_DOUBLINGS = 5;

  /** What a pool has done by others. */
  interface Hands {
    /** Asks for a run; answered by {@code asked} or {@code refused}. */
    void start(RunPool pool, AppSpec app, RunSpec spec);

    void stop(RunKey run);

    /** One of its runs is free of its request. On any thread. */
    void look();
  }

  private final AppName name;
  private final Surroundings around;
  private final Hands hands;
  private final Map<RunKey, Life> lives = new LinkedHashMap<>();
  private CheckedApp checked;
  private boolean closed;
  private int asking;
  private int failures;
  private Optional<Instant> troubleUntil = Optional.empty();

  RunPool(CheckedApp checked, Surroundings around, Hands hands) {
    this.name = checked.app().name();
    this.checked = checked;
    this.around = around;
    this.hands = hands;
  }

  /** The app changed. */
  void change(CheckedApp now) {
    checked = now;
    publish();
  }

  private void publish() {
    Map<DeploymentName, List<CheckedInstance>> instances = new HashMap<>();
    for (DeploymentName deployment : checked.app().deployments().keySet()) {
      instances.put(
          deployment,
          lives.values().stream()
              .filter(life -> life.deployment().equals(deployment))
              .flatMap(life -> life.instance().stream())
              .toList());
    }
    around.plane().appChanged(new CheckedApp(checked.app(), instances));
  }

  boolean knows(RunKey run) {
    return lives.containsKey(run);
  }

  boolean isEmpty() {
    return lives.isEmpty();
  }

  /** Compares what waits with what there is. */
  void look(RunBoard board) {
    Instant now = around.clock().instant();
    boolean changed = false;
    if (board.current()) {
      for (Life life : List.copyOf(lives.values())) {
        changed |= see(life, board.find(life.key()), now);
      }
    }
    for (Life life : lives.values()) {
      changed |= life.isTaken() && life.instance().isEmpty();
      if (life.mustStop(now, GRACE, cancelsOnLeave())) {
        hands.stop(life.key());
      }
    }
    if (closed) {
      return;
    }
    if (changed) {
      publish();
    }
    troubleUntil.filter(until -> !now.isBefore(until)).ifPresent(over -> noTrouble());
    balance();
  }

  /** Says whether the data plane has to know. */
  private boolean see(Life life, Optional<Run> run, Instant now) {
    if (run.isEmpty()) {
      // What is not there yet was asked for a moment ago.
      return life.wasSeen() && lives.remove(life.key()) != null;
    }
    life.see();
    if (run.get().state() instanceof Ended ended) {
      lives.remove(life.key());
      life.over(RunTroubles.unanswered(life.key(), ended));
      ended(life, ended, now);
      return true;
    }
    return run.get().address().isPresent() && listens(life, run.get());
  }

  private boolean listens(Life life, Run run) {
    String agent = run.holder().map(AgentId::value).orElse("");
    boolean news = life.listens(run.address().orElseThrow(), agent);
    if (news) {
      failures = 0;
      noTrouble();
    }
    return news;
  }

  /** One that had a request, or was taken away, owes nothing to those that wait. */
  private void ended(Life life, Ended ended, Instant now) {
    boolean others = lives.values().stream().anyMatch(each -> !each.isTaken());
    if (!life.isTaken() && !others && asking == 0) {
      trouble(RunTroubles.of(life.key(), ended, backoff()), now);
    }
  }

  private Duration backoff() {
    failures = Math.min(failures + 1, MOST_DOUBLINGS + 1);
    Duration wait = Duration.ofSeconds(1L << (failures - 1));
    return wait.compareTo(LONGEST_BACKOFF) < 0 ? wait : LONGEST_BACKOFF;
  }

  private void trouble(WakeTrouble trouble, Instant now) {
    troubleUntil = trouble.retryAfter().map(now::plus);
    around.trouble().accept(name, Optional.of(trouble));
  }

  private void noTrouble() {
    if (troubleUntil.isPresent()) {
      troubleUntil = Optional.empty();
      around.trouble().accept(name, Optional.empty());
    }
  }

  private void balance() {
    Optional<DeploymentName> current = current();
    takeAway(life -> !current.equals(Optional.of(life.deployment())), Integer.MAX_VALUE);
    // Counted before those who wait: one that is taken in between is not taken away.
    int there = asking + count(life -> life.isIdle() || life.isStarting());
    int wanted = wanted();
    if (there > wanted) {
      takeAway(life -> true, there - wanted);
    } else if (troubleUntil.isEmpty()) {
      int room = app().spec().runs().maxConcurrent() - lives.size() - asking;
      current.ifPresent(from -> start(from, Math.min(wanted - there, room)));
    }
  }

  private App app() {
    return checked.app();
  }

  private int wanted() {
    int spare = app().spec().perRequest().map(PerRequestSpec::spare).orElse(0);
    boolean serves = app().traffic().mode() == TrafficMode.SERVING;
    return serves ? around.waiting().applyAsInt(name) + spare : 0;
  }

  private boolean cancelsOnLeave() {
    return app().spec().perRequest().map(PerRequestSpec::cancelOnLeave).orElse(true);
  }

  private int count(Predicate<Life> which) {
    return (int) lives.values().stream().filter(which).count();
  }

  /** The deployment that runs are of: the one with the largest share of the traffic. */
  private Optional<DeploymentName> current() {
    return app().traffic().weights().entrySet().stream()
        .filter(share -> share.getValue() > 0)
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey);
  }

  /** Ends some that have no request; those that get one at this moment stay. */
  private void takeAway(Predicate<Life> which, int most) {
    int left = most;
    for (Life life : lives.values()) {
      if (left > 0 && !life.isTaken() && which.test(life) && life.tryLease()) {
        left--;
        hands.stop(life.key());
      }
    }
  }

  private void start(DeploymentName from, int count) {
    Optional<LaunchSpec> launch =
        Optional.ofNullable(app().deployments().get(from))
            .filter(found -> found.spec().source() instanceof Launched)
            .map(found -> ((Launched) found.spec().source()).spec());
    if (launch.isEmpty() && count > 0) {
      trouble(RunTroubles.noCommand(from, backoff()), around.clock().instant());
      return;
    }
    for (int i = 0; i < count; i++) {
      asking++;
      Duration most = app().spec().runs().maxDuration();
      hands.start(
          this,
          app().spec(),
          new RunSpec(Optional.of(from), launch.orElseThrow(), most).serving(around.self()));
    }
  }

  /** A run was made; says whether it is wanted still. */
  boolean asked(Run run) {
    asking--;
    if (closed) {
      return false;
    }
    DeploymentName from = run.spec().deployment().orElseThrow();
    lives.put(run.key(), new Life(run.key(), from, hands::look));
    return true;
  }

  /** None was made. */
  void refused(WakeTrouble.Kind kind, String why) {
    asking--;
    if (count(life -> !life.isTaken()) == 0 && asking == 0) {
      trouble(RunTroubles.refused(kind, why, backoff()), around.clock().instant());
    }
  }

  /**
   * Ends all that have no request. The rest end with theirs, for which this is to be looked at
   * until it is empty.
   */
  void close() {
    closed = true;
    takeAway(life -> true, Integer.MAX_VALUE);
  }
}
