package io.bellhop.app.settings;

import io.bellhop.config.SyncSettings;
import io.bellhop.model.InvalidValueException;

/**
 * Bounds on one-off runs, beside those of each app; to be the same on all routers.
 *
 * @param maxPerAccount runs of all apps of one account that may wait or run at once
 */
public record RunSettings(int maxPerAccount) {
  private static final int MOST = 10_000;

  /** The usual bounds. */
  public static final RunSettings DEFAULT = new RunSettings(SyncSettings.DEFAULT_RUNS_PER_ACCOUNT);

  /** Throws {@link InvalidValueException} where the bound is none. */
  public RunSettings {
    if (maxPerAccount < 1 || maxPerAccount > MOST) {
      throw new InvalidValueException(
          "runs.maxPerAccount of %d is not valid: use 1 to %d".formatted(maxPerAccount, MOST));
    }
  }
}
