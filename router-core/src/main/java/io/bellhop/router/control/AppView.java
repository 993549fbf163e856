package io.bellhop.router.control;

import io.bellhop.model.AppLimits;
import io.bellhop.model.AppSpec;
import io.bellhop.model.AppTimeouts;
import io.bellhop.model.ErrorPages;
import io.bellhop.model.TrafficMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a request needs to know of its app, at one moment. Immutable: a request reads its app's
 * view once, so that it never sees half of a switch.
 *
 * @param epoch the switch this view carries out
 * @param serving the deployments that take traffic
 * @param ramp of the switch to this view, while it is carried out bit by bit; null once it is
 *     through
 * @param spec how the app wants to be served
 * @param booting whether the app serves but has no instance yet, as it slept before or agents start
 *     one
 */
public record AppView(
    long epoch,
    TrafficMode mode,
    List<DeploymentView> serving,
    @Nullable Ramp ramp,
    AppSpec spec,
    boolean booting) {
  /** Copies the list. */
  public AppView {
    serving = List.copyOf(serving);
  }

  /** Whether the app sleeps, or is about to: it is given no request before it serves again. */
  public boolean asleep() {
    return mode == TrafficMode.ASLEEP || mode == TrafficMode.DRAINING;
  }

  /** Whether requests wait for the app to wake. */
  public boolean wakes() {
    return booting || asleep();
  }

  /** Whether an instance takes requests. */
  public boolean hasInstances() {
    for (DeploymentView deployment : serving) {
      if (!deployment.backends().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether it has instances that agents start, and none that could be connected to of late. */
  public boolean doubted() {
    boolean any = false;
    for (DeploymentView deployment : serving) {
      for (Backend backend : deployment.backends()) {
        if (!backend.doubted()) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }

  /** How long the app is waited for. */
  public AppTimeouts timeouts() {
    return spec.timeouts();
  }

  /** What the app is granted at most. */
  public AppLimits limits() {
    return spec.limits();
  }

  /** The app's own error pages. */
  public ErrorPages errorPages() {
    return spec.errorPages();
  }
}
