package io.bellhop.model;

import java.util.Locale;

/** What an app's requests get. */
public enum TrafficMode {
  /** Requests go to the deployments, by weight. */
  SERVING,
  /** Requests wait for the app to resume. */
  PAUSED,
  /** Requests are answered with the app's maintenance page. */
  STOPPED,
  /** Requests that began go on, and the next one to arrive waits and calls the draining off. */
  DRAINING,
  /** No instance runs; the next request wakes the app. */
  ASLEEP;

  /** The name as it stands in ZooKeeper and in the API. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a {@link #wireName()}; throws {@link InvalidValueException} for any other text. */
  public static TrafficMode fromWireName(String text) {
    for (TrafficMode mode : values()) {
      if (mode.wireName().equals(text)) {
        return mode;
      }
    }
    throw new InvalidValueException(
        "traffic mode '%s' is not known: use serving, paused, stopped, draining or asleep"
            .formatted(text));
  }
}
