package io.bellhop.model.wake;

import io.bellhop.model.AppName;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Port: the router tells which apps are needed. Thread safe; no call blocks, and calls for one app
 * take effect in the order in which they were made.
 *
 * <p>The race with falling asleep is closed by the router: in the modes {@code DRAINING} and {@code
 * ASLEEP} it gives no request to a backend, not even to one that still runs, but holds it, calls
 * {@link #wake} and goes on once it applies a later epoch that serves.
 */
public interface Demand {
  /**
   * Has the app serve again: says that requests are here, then calls a draining off or wakes the
   * app. Calls for an app while one is under way join it. What was begun goes on whether or not
   * anybody still waits for it.
   *
   * @return completes once the mode is written, or refused, never exceptionally; instances may be
   *     long in coming after that
   */
  CompletionStage<WakeAnswer> wake(AppName app, WakeCause cause);

  /** The app has something to do on this router: it does not fall asleep until {@link #quiet}. */
  void flowing(AppName app);

  /** The app had nothing to do on this router for a while. */
  void quiet(AppName app);

  /**
   * The app says that it works in the background: it does not fall asleep for so long from now on,
   * also if this router ends. Each call is written, unless a longer lease is: whoever is told again
   * and again has to make few calls of that.
   */
  void busy(AppName app, Duration lease);

  /** Tells how a wake went that this router called for; kept in the app's ledger. */
  void woken(AppName app, WakeReport report);

  /**
   * Whether the app comes up, as known now. From the first such call on what keeps it from that is
   * looked for, until {@link #concluded}.
   */
  WakeProspect prospect(AppName app);

  /** No request waits for the app any more: what is known stays so, and is not looked at anew. */
  void concluded(AppName app);

  /**
   * Has a listener called after the {@link #prospect} of an app changed, on any thread; it must not
   * block. A second call replaces the first.
   */
  void onProspect(ProspectListener listener);
}
