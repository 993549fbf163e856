package io.bellhop.config;

import io.bellhop.model.InvalidValueException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a process keeps in step with ZooKeeper.
 *
 * @param zookeeper how it is reached
 * @param copyDirectory where the last good table is kept
 * @param copyInterval at least this long between two writes of the copy
 * @param bootWait after which, without ZooKeeper, the copy is used
 * @param registrationGrace how long after trouble with ZooKeeper a registration that vanished keeps
 *     its instance in rotation
 * @param runsPerAccount that may wait or run at once
 */
public record SyncSettings(
    ZooKeeperSettings zookeeper,
    Path copyDirectory,
    Duration copyInterval,
    Duration bootWait,
    Duration registrationGrace,
    int runsPerAccount) {

  /** The usual time between two writes of the copy. */
  public static final Duration DEFAULT_COPY_INTERVAL = Duration.ofSeconds(5);

  /** The usual wait for ZooKeeper. */
  public static final Duration DEFAULT_BOOT_WAIT = Duration.ofSeconds(3);

  /** The usual grace for registrations. */
  public static final Duration DEFAULT_REGISTRATION_GRACE = Duration.ofSeconds(30);

  /** As many one-off runs an account may have, where nothing else is said. */
  public static final int DEFAULT_RUNS_PER_ACCOUNT = 50;

  /** Throws {@link InvalidValueException} where a time is negative. */
  public SyncSettings {
    check("copyInterval", copyInterval);
    check("bootWait", bootWait);
    check("registrationGrace", registrationGrace);
  }

  /** The same with another limit of runs. */
  public SyncSettings withRunsPerAccount(int newLimit) {
    return new SyncSettings(
        zookeeper, copyDirectory, copyInterval, bootWait, registrationGrace, newLimit);
  }

  private static void check(String name, Duration value) {
    if (value.isNegative()) {
      throw new InvalidValueException(
          "%s of %d ms is not valid: use 0 or more".formatted(name, value.toMillis()));
    }
  }

  /** The usual times: a copy every 5 s at most, 3 s to wait for ZooKeeper, 30 s of grace. */
  public static SyncSettings of(ZooKeeperSettings zookeeper, Path copyDirectory) {
    return new SyncSettings(
        zookeeper,
        copyDirectory,
        DEFAULT_COPY_INTERVAL,
        DEFAULT_BOOT_WAIT,
        DEFAULT_REGISTRATION_GRACE,
        DEFAULT_RUNS_PER_ACCOUNT);
  }

  /** The same with another wait for ZooKeeper. */
  public SyncSettings withBootWait(Duration newBootWait) {
    return new SyncSettings(
        zookeeper, copyDirectory, copyInterval, newBootWait, registrationGrace, runsPerAccount);
  }

  /** The same with another interval between copies. */
  public SyncSettings withCopyInterval(Duration newInterval) {
    return new SyncSettings(
        zookeeper, copyDirectory, newInterval, bootWait, registrationGrace, runsPerAccount);
  }

  /** The same with another grace for registrations. */
  public SyncSettings withRegistrationGrace(Duration newGrace) {
    return new SyncSettings(
        zookeeper, copyDirectory, copyInterval, bootWait, newGrace, runsPerAccount);
  }
}
