package io.bellhop.router.wake;

import io.bellhop.model.wake.Demand;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the wakes and the activity of all apps of a router share. Apps that have something to do are
 * looked at once a second; what others there are costs nothing. Thread safe.
 */
public final class Wakes {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final WakeTimer timer;
  private final Set<AppActivity> watched = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Demand demand = new NoDemand();

  /** Wakes that go by this time, and nobody to tell of them yet. */
  public Wakes(WakeTimer timer) {
    this.timer = timer;
  }

  /** Whom to tell which apps are needed, from now on. */
  public void demand(Demand value) {
    demand = value;
  }

  Demand demand() {
    return demand;
  }

  WakeTimer timer() {
    return timer;
  }

  /** An app has something to do from now on. */
  void watch(AppActivity activity) {
    activity.begin(timer.nanoTime());
    watched.add(activity);
    lookLater();
  }

  /** An app has nothing to do any more; false where that was said before. */
  boolean forget(AppActivity activity) {
    return watched.remove(activity);
  }

  /** Ends the looks. */
  public void close() {
    watched.clear();
  }

  private void lookLater() {
    if (!watched.isEmpty() && looking.compareAndSet(false, true)) {
      timer.after(LOOK_EVERY, this::look);
    }
  }

  private void look() {
    long now = timer.nanoTime();
    for (AppActivity activity : watched) {
      activity.look(now);
    }
    looking.set(false);
    lookLater();
  }
}
