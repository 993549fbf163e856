package io.bellhop.app.settings;

import io.bellhop.config.SyncSettings;
import io.bellhop.model.InvalidValueException;
import java.time.Duration;

/**
 * How the table of apps is kept through trouble.
 *
 * @param copyInterval at least this long between two writes of the copy on disk
 * @param bootWait after which, without an answer of ZooKeeper, a start goes on with the copy
 * @param registrationGrace how long after trouble with ZooKeeper a registration that vanished keeps
 *     its instance in rotation
 */
public record TableSettings(Duration copyInterval, Duration bootWait, Duration registrationGrace) {

  // First, since the constant below is checked by it.
  private static final Duration LONGEST = Duration.ofDays(1);

  /** The usual times. */
  public static final TableSettings DEFAULT =
      new TableSettings(
          SyncSettings.DEFAULT_COPY_INTERVAL,
          SyncSettings.DEFAULT_BOOT_WAIT,
          SyncSettings.DEFAULT_REGISTRATION_GRACE);

  /** Throws {@link InvalidValueException} where a time is negative or longer than a day. */
  public TableSettings {
    check("table.copyInterval", copyInterval);
    check("table.bootWait", bootWait);
    check("table.registrationGrace", registrationGrace);
  }

  private static void check(String key, Duration value) {
    if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new InvalidValueException(
          "%s of %s is not valid: use 0s to 1d".formatted(key, DurationText.format(value)));
    }
  }
}
