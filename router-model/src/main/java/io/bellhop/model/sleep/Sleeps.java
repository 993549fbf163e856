package io.bellhop.model.sleep;

import io.bellhop.model.AppName;
import io.bellhop.model.StoreException;
import java.time.Duration;

/**
 * Port: puts apps to sleep by hand, and says what keeps them awake. Calls block until the change is
 * written or refused, with a timeout. Thread safe.
 */
public interface Sleeps {
  /**
   * Has an app fall asleep, though not idle for long: it drains, and sleeps once no router has
   * anything of it under way. What is under way for too long calls that off, as does the next
   * request; {@link #status} tells which. Refused where it is pinned, busy, in a rollout or does
   * not serve.
   */
  void sleep(AppName app) throws StoreException;

  /** Keeps an app awake, or lets it sleep again; it is not woken by this. */
  void pin(AppName app, boolean pinned) throws StoreException;

  /** Keeps an app awake for so long from now on. */
  void busy(AppName app, Duration lease) throws StoreException;

  /** How an app stands. */
  SleepStatus status(AppName app) throws StoreException;
}
