package io.bellhop.router.wake;

import io.bellhop.model.AppName;
import io.bellhop.model.SleepSpec;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Whether one app that may fall asleep has anything to do on this router. Thread safe.
 *
 * <pre>
 *            a request, or data on a tunnel
 *   quiet ──────────────────────────────────▶ flowing
 *     ▲                                          │
 *     └── nothing for half of the idle time ─────┘   [look, once a second]
 * </pre>
 *
 * <p>A request costs one volatile read: it sets a mark that stands already, as a rule. Marks are
 * looked at, and taken away, once a second.
 */
public final class AppActivity {
  /**
   * A lease is told for half as long again, so that one renewed with each response is told twice in
   * its time at most.
   */
  private static final int LEASE_SURPLUS_PARTS = 2;

  private final AppName name;
  private final Wakes wakes;
  private final AtomicInteger inFlight;
  private final AtomicInteger tunnels = new AtomicInteger();
  private final AtomicInteger monitors = new AtomicInteger();
  private final AtomicBoolean flowing = new AtomicBoolean();
  private final AtomicLong busyUntilNanos = new AtomicLong();
  private volatile boolean requested;
  private volatile boolean moved;
  private volatile @Nullable SleepSpec sleep;

  /** Touched by whoever looks. */
  private long activeNanos;

  private long movedNanos;

  /**
   * The activity of an app.
   *
   * @param inFlight its requests under way, tunnels and monitors included
   */
  public AppActivity(AppName name, Wakes wakes, AtomicInteger inFlight) {
    this.name = name;
    this.wakes = wakes;
    this.inFlight = inFlight;
    this.busyUntilNanos.set(wakes.timer().nanoTime());
  }

  /** When the app falls asleep, from now on; null for never, or as it is gone. */
  public void sleeps(@Nullable SleepSpec spec) {
    boolean sleptBefore = sleep != null;
    sleep = spec;
    if (spec != null && !sleptBefore && inFlight.get() > 0) {
      // What began before is to count as well, though the mark may stand.
      requested = true;
      flows();
    }
    if (spec == null && flowing.get()) {
      // Not with the next look: an app of the same name may begin meanwhile.
      fallsQuiet();
    }
  }

  // What happens.

  /** A request came that is no monitor's. It is under way already. */
  public void requested() {
    if (!requested) {
      requested = true;
      flows();
    }
  }

  /** The app is about to be called for, which counts as a request, whether or not one waits. */
  void called() {
    requested = true;
    flowsAnyhow();
  }

  /** A monitor's request came; {@link #monitorEnded} must follow. */
  public void monitorBegan() {
    monitors.incrementAndGet();
  }

  /** A monitor's request is about to be counted out. */
  public void monitorEnded() {
    monitors.decrementAndGet();
  }

  /** A request that is under way became a tunnel. */
  public void tunnelBegan() {
    tunnels.incrementAndGet();
    dataMoved();
  }

  /** A tunnel's request is about to be counted out. */
  public void tunnelEnded() {
    tunnels.decrementAndGet();
  }

  /**
   * Data moved on a tunnel.
   *
   * @return whether it is the first for about a second
   */
  public boolean dataMoved() {
    boolean first = !moved;
    if (first) {
      moved = true;
      flows();
    }
    return first;
  }

  /** The app says in a response that it works in the background, for so long. */
  public void busy(String text) {
    BusyLease.parse(text).ifPresent(this::busy);
  }

  private void busy(Duration lease) {
    long now = wakes.timer().nanoTime();
    long told = busyUntilNanos.get();
    Duration generous = BusyLease.bounded(lease.plus(lease.dividedBy(LEASE_SURPLUS_PARTS)));
    if (now + lease.toNanos() - told > 0
        && busyUntilNanos.compareAndSet(told, now + generous.toNanos())) {
      wakes.demand().busy(name, generous);
    }
  }

  private void flows() {
    if (sleep != null) {
      flowsAnyhow();
    }
  }

  private void flowsAnyhow() {
    if (flowing.compareAndSet(false, true)) {
      wakes.demand().flowing(name);
      wakes.watch(this);
    }
  }

  // Looking.

  /** It begins to be looked at. */
  void begin(long nowNanos) {
    activeNanos = nowNanos;
    movedNanos = nowNanos;
  }

  /** Takes away the marks, and tells where there were none for long enough. */
  void look(long nowNanos) {
    SleepSpec spec = sleep;
    if (isActive(spec, nowNanos)) {
      activeNanos = nowNanos;
    }
    // One that was only called for, and does not fall asleep by itself, is let go at once.
    long enough = spec == null ? 1 : spec.after().toNanos() / 2;
    if (nowNanos - activeNanos >= enough) {
      fallsQuiet();
    }
  }

  private void fallsQuiet() {
    if (!wakes.forget(this)) {
      // Somebody else says so at this moment.
      return;
    }
    // Told before anybody may say that it flows: the two must not change places.
    wakes.demand().quiet(name);
    flowing.set(false);
    if (requested || moved) {
      // It came between the look and the word, and took it to be flowing still.
      flows();
    }
  }

  private boolean isActive(@Nullable SleepSpec spec, long nowNanos) {
    boolean wasRequested = requested;
    requested = false;
    if (moved) {
      moved = false;
      movedNanos = nowNanos;
    }
    // Both are counted after their request is, and uncounted before it: what is between the two
    // counts as active for one look more.
    int others = monitors.get() + tunnels.get();
    return wasRequested
        || inFlight.get() > others
        || (spec != null
            && tunnels.get() > 0
            && nowNanos - movedNanos < spec.streamSilence().toNanos());
  }
}
