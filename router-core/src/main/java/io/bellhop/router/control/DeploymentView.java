package io.bellhop.router.control;

import io.bellhop.model.DeploymentName;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A deployment that takes traffic, as one view sees it.
 *
 * @param weight its share; 0 where it only helps out until the app's switch away from it is through
 * @param weightBefore its share, on the same scale, when that switch began; of no account once it
 *     is through
 * @param backends those that take requests; may be empty
 * @param slowStarting whether some backend has not yet its full share
 * @param turns whose turn it is, for strategies that take turns; outlives the view
 */
public record DeploymentView(
    DeploymentName name,
    int weight,
    double weightBefore,
    List<Backend> backends,
    boolean slowStarting,
    AtomicInteger turns) {
  /** Copies the list. */
  public DeploymentView {
    backends = List.copyOf(backends);
  }

  /**
   * Its share at some point of a switch; 0 where it has no backends, so that others have it.
   *
   * @param progress of the switch, from 0 to 1
   */
  public double weightAt(double progress) {
    return backends.isEmpty() ? 0 : weight * progress + weightBefore * (1 - progress);
  }
}
