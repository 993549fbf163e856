package io.bellhop.agent;

import io.bellhop.model.launch.Resources;

/**
 * What one host gave to instances and to one-off runs, which share its capacity: each of the two
 * parts of its agent says what it gave, and goes by both. Thread safe.
 */
public final class HostLoad {
  private volatile Resources instances = Resources.NONE;
  private volatile Resources runs = Resources.NONE;

  /** What instances were given. */
  public Resources instances() {
    return instances;
  }

  /** What runs were given. */
  public Resources runs() {
    return runs;
  }

  void instances(Resources now) {
    instances = now;
  }

  void runs(Resources now) {
    runs = now;
  }
}
