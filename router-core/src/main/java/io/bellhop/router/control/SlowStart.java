package io.bellhop.router.control;

import io.bellhop.model.DeploymentName;
import io.bellhop.router.control.AppBackends.Ready;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what of one app starts slowly. Touched by the writer alone.
 *
 * <p>An instance that joins others that have served for longer than the window gets its share bit
 * by bit. Where none has, instances have nobody to leave requests to: a whole deployment that never
 * served gets <em>its</em> share bit by bit instead, and the deployments before it keep the rest.
 *
 * <pre>
 *   steady ──switch to a deployment that is not warm──▶ switching ──window over──▶ steady
 *                                                        │    ▲
 *               switch to what is warm: at once ◀────────┘    └── another such switch
 * </pre>
 */
final class SlowStart {
  private final ControlTimer timer;
  private Map<DeploymentName, Integer> weights = Map.of();
  private @Nullable SwitchRamp switching;

  SlowStart(ControlTimer timer) {
    this.timer = timer;
  }

  /**
   * Takes note of the weights that are to hold from now on.
   *
   * @param ready the backends of each deployment
   * @return the switch to them, where it is not done at once
   */
  @Nullable SwitchRamp towards(
      Map<DeploymentName, Integer> target, Map<DeploymentName, Ready> ready, Duration window) {
    SwitchRamp present = switching;
    boolean over = present == null || present.ramp().over();
    if (!target.equals(weights)) {
      switching = begin(target, ready, window, over ? null : present);
      weights = Map.copyOf(target);
    } else if (over || window.isZero()) {
      switching = null;
    }
    return switching;
  }

  /** Ends a switch that is carried out bit by bit; false where there is none. */
  boolean endSwitch() {
    boolean ends = switching != null;
    switching = null;
    return ends;
  }

  private @Nullable SwitchRamp begin(
      Map<DeploymentName, Integer> target,
      Map<DeploymentName, Ready> ready,
      Duration window,
      @Nullable SwitchRamp superseded) {
    Set<DeploymentName> served =
        superseded == null ? weights.keySet() : superseded.before().keySet();
    boolean fresh =
        target.keySet().stream()
            .anyMatch(each -> !served.contains(each) && !warm(of(ready, each), window));
    boolean helped = weights.keySet().stream().anyMatch(each -> !of(ready, each).isEmpty());
    boolean helpedBefore = served.stream().anyMatch(each -> !of(ready, each).isEmpty());
    return fresh && (helped || helpedBefore) && !window.isZero()
        ? new SwitchRamp(new Ramp(timer, window), sharesNow(superseded))
        : null;
  }

  private static List<Backend> of(Map<DeploymentName, Ready> ready, DeploymentName deployment) {
    return ready.getOrDefault(deployment, Ready.NONE).fit();
  }

  private Map<DeploymentName, Double> sharesNow(@Nullable SwitchRamp superseded) {
    double progress = superseded == null ? 1 : superseded.ramp().share();
    double total = weights.values().stream().mapToInt(Integer::intValue).sum();
    Map<DeploymentName, Double> shares = new HashMap<>();
    weights.forEach((name, weight) -> shares.put(name, weight / total * progress));
    if (superseded != null) {
      superseded.before().forEach((name, s) -> shares.merge(name, s * (1 - progress), Double::sum));
    }
    return shares;
  }

  /** Whether one of the backends has served for longer than the window. */
  private boolean warm(Collection<Backend> backends, Duration window) {
    return backends.stream().anyMatch(backend -> backend.servedFor(timer, window));
  }

  /**
   * Takes note of the backends that serve from now on.
   *
   * @return whether some have not yet their full share
   */
  boolean serve(List<Backend> backends, Duration window) {
    boolean slow = !window.isZero() && warm(backends, window);
    boolean starting = false;
    for (Backend backend : backends) {
      if (!backend.begun()) {
        backend.begin(timer, slow ? new Ramp(timer, window) : null);
      }
      starting |= backend.starting(window);
    }
    return starting;
  }

  /**
   * Takes note of a backend that serves for want of a better one: it is given its share at once.
   */
  void serveInPanic(Backend backend) {
    if (!backend.begun()) {
      backend.begin(timer, null);
    }
  }
}
