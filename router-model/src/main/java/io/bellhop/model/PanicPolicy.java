package io.bellhop.model;

import java.util.Locale;

/**
 * What a deployment's requests get when too few of its instances are healthy.
 *
 * <p>By default a deployment fails open, but only once not one instance is healthy: when all fail
 * their checks together, it is more often the check, or something all share, that is broken, and an
 * instance that worked before may still answer. While another deployment of the app takes traffic
 * and has a healthy instance, that one gets the share instead: a canary that died does not keep its
 * requests. It never opens to instances that were never healthy or are the wrong peer.
 *
 * @param belowPercent panic while fewer than this share of the deployment's instances is healthy; 0
 *     for only when none is
 */
public record PanicPolicy(Mode mode, int belowPercent) {

  /** What to do. */
  public enum Mode {
    /** Requests go to every instance that was healthy before. */
    OPEN,
    /** Requests go to the healthy ones alone; where there is none they fail at once. */
    CLOSED;

    /** The name as it stands in ZooKeeper and in the API. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a {@link #wireName()}; throws {@link InvalidValueException} for any other text. */
    public static Mode fromWireName(String text) {
      for (Mode mode : values()) {
        if (mode.wireName().equals(text)) {
          return mode;
        }
      }
      throw new InvalidValueException(
          "panic mode '%s' is not known: use open or closed".formatted(text));
    }
  }

  /** Fail open when none is healthy. */
  public static final PanicPolicy DEFAULT = new PanicPolicy(Mode.OPEN, 0);

  /** Throws {@link InvalidValueException} where the share is out of 0 to 100. */
  public PanicPolicy {
    Bounds.check("panic belowPercent", belowPercent, 0, 100);
  }
}
