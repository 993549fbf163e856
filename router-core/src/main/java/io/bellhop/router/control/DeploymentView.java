package io.bellhop.router.control;

import io.bellhop.model.DeploymentName;
import java.util.List;

/**
 * A deployment that takes traffic, as one view sees it.
 *
 * @param weight its share; more than 0
 * @param backends those that take requests; may be empty
 */
public record DeploymentView(DeploymentName name, int weight, List<Backend> backends) {
  /** Copies the list. */
  public DeploymentView {
    backends = List.copyOf(backends);
  }
}
