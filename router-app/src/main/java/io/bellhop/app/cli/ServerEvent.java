package io.bellhop.app.cli;

import java.util.Set;

/** One event of the admin API. */
record ServerEvent(String name, String data) {
  private static final String INSTANCE = "instance";
  private static final Set<String> OTHERS = Set.of(INSTANCE, "sleep", "run");

  /** Whether it tells where rollouts stand. */
  boolean isProgress() {
    return !OTHERS.contains(name);
  }

  /** Whether it tells what happened to an instance. */
  boolean isInstance() {
    return name.equals(INSTANCE);
  }
}
