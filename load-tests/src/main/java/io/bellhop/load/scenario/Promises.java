package io.bellhop.load.scenario;

import io.bellhop.load.stack.LoadTestException;
import java.util.ArrayList;
import java.util.List;

/** What a run is held to. Promises that are broken are collected, so that one run tells of all. */
public final class Promises {
  private final List<String> broken = new ArrayList<>();

  /** That number is zero; else so many of that are a broken promise. */
  public void hold(long number, String what) {
    if (number > 0) {
      broken.add(number + " " + what);
    }
  }

  /** Throws where a promise was broken. */
  public void requireAllHeld() {
    if (!broken.isEmpty()) {
      throw new LoadTestException(String.join("; ", broken));
    }
  }
}
