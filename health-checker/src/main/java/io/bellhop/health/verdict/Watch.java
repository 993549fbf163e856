package io.bellhop.health.verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Looks at the instances that get requests, and at no others, for what only shows in time: requests
 * that do not end, and shares of failures. Instances are added by any thread; the rest is for the
 * checker's.
 */
public final class Watch {
  /** What one window of success rates spans. */
  static final Duration WINDOW = Duration.ofSeconds(10);

  // Bounded by the number of instances: each is in it once.
  private final Queue<Target> arriving = new ConcurrentLinkedQueue<>();
  private final List<Target> watched = new ArrayList<>();
  private long windowBeganNanos;

  /** An instance got its first request in a while. */
  public void add(Target target) {
    arriving.add(target);
  }

  /** Whether there is nothing to look at. */
  public boolean idle() {
    return watched.isEmpty() && arriving.isEmpty();
  }

  /** Looks at them all; returns the apps of which the data plane has to be told. */
  public Set<AppState> look(Judge judge, long now) {
    for (Target next = arriving.poll(); next != null; next = arriving.poll()) {
      watched.add(next);
      next.stall().resume(next.ledger(), now);
    }
    for (Target target : watched) {
      if (!target.closed() && target.stall().seen(target.ledger(), now)) {
        judge.suspect(target);
      }
    }
    return now - windowBeganNanos >= WINDOW.toNanos() ? closeWindow(judge, now) : Set.of();
  }

  private Set<AppState> closeWindow(Judge judge, long now) {
    windowBeganNanos = now;
    Set<AppState> apps = new HashSet<>();
    watched.forEach(target -> apps.add(target.app()));
    Set<AppState> changed = new HashSet<>();
    for (AppState app : apps) {
      if (judgeOutliers(app, judge)) {
        changed.add(app);
      }
    }
    leaveIdle();
    return changed;
  }

  private static boolean judgeOutliers(AppState app, Judge judge) {
    boolean changed = false;
    for (var name : app.app().deployments().keySet()) {
      List<SuccessRates.Sample> samples =
          app.members(name).stream()
              .map(target -> target.stall().window(target, target.ledger()))
              .toList();
      int points = app.ejection().successRatePercent();
      for (SuccessRates.Sample outlier : SuccessRates.outliers(samples, points)) {
        changed |= judge.accuseOutlier(outlier.target());
      }
    }
    return changed;
  }

  private void leaveIdle() {
    for (Iterator<Target> each = watched.iterator(); each.hasNext(); ) {
      Target target = each.next();
      if (target.closed() || target.ledger().outstanding() == 0) {
        each.remove();
        target.ledger().unwatched();
        // A request that began in between saw it still watched, and did not add it.
        if (!target.closed() && target.ledger().outstanding() > 0) {
          target.ledger().watchAgain();
        }
      }
    }
  }
}
