package io.bellhop.app.cli;

/** One event of the admin API. */
record ServerEvent(String name, String data) {
  private static final String INSTANCE = "instance";

  /** Whether it tells where rollouts stand. */
  boolean isProgress() {
    return !name.equals(INSTANCE);
  }
}
