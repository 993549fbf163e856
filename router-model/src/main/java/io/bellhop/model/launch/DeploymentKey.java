package io.bellhop.model.launch;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import java.util.Comparator;

/** One deployment among those of all apps. */
public record DeploymentKey(AppName app, DeploymentName deployment)
    implements Comparable<DeploymentKey> {
  private static final Comparator<DeploymentKey> ORDER =
      Comparator.comparing(DeploymentKey::app).thenComparing(DeploymentKey::deployment);

  @Override
  public int compareTo(DeploymentKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return app + "/" + deployment;
  }
}
