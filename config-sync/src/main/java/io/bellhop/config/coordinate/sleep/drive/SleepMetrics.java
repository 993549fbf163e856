package io.bellhop.config.coordinate.sleep.drive;

import io.bellhop.config.coordinate.sleep.SleepStep;
import io.bellhop.model.AppName;
import io.bellhop.model.sleep.WakePhases;
import io.bellhop.model.wake.WakeAnswer;

/** Port: what is counted of apps that sleep and wake. Called on one thread; must not block. */
public interface SleepMetrics {
  /** Counts nothing. */
  SleepMetrics NONE = new SleepMetrics() {};

  /** This router, as an app's owner, wrote a step. */
  default void stepped(AppName app, SleepStep.Change change) {}

  /** A request on this router called an app's sleep off. */
  default void calledOff(AppName app) {}

  /** Somebody had this router wake an app, for no request. */
  default void wokenByHand(AppName app) {}

  /** A call of this router to wake an app was answered. */
  default void answered(AppName app, WakeAnswer answer) {}

  /** This router told how a wake went; what it saw of that itself is counted elsewhere. */
  default void reported(AppName app, WakePhases phases) {}

  /** This router wrote a node: one transaction. */
  default void written(AppName app) {}

  /** Reading or writing failed; it is tried again. */
  default void failed(AppName app) {}
}
