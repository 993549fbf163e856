package io.bellhop.router.failure;

import java.util.Locale;

/** Who has to act so that a {@link Failure} does not happen again. */
public enum Fault {
  /** Whoever sent the request. */
  CLIENT,
  /** This router: its load, its shutdown, or a defect in it. */
  ROUTER,
  /** The app: its code, its limits, or what its developers decided. */
  APP,
  /** What runs the app: hosts, network, and the configuration in ZooKeeper. */
  PLATFORM;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The lower-case name, as it stands in metrics, logs and answers. */
  public String label() {
    return label;
  }
}
