package io.bellhop.router.control;

import io.bellhop.model.AppName;
import io.bellhop.model.wake.WakeTrouble;
import io.bellhop.router.hold.HoldQueue;
import io.bellhop.router.record.AppSeries;
import io.bellhop.router.wake.AppActivity;
import io.bellhop.router.wake.AppWake;
import io.bellhop.router.wake.Wakes;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The place where an app's present view stands. Routes lead here, so that a switch is one volatile
 * write and no route changes. Thread safe.
 */
public final class AppSlot {
  private final AppName name;
  private final AppSeries series;
  private final HoldQueue held;
  private final AppWake wake;
  private final AtomicInteger inFlight;
  private final AppActivity activity;
  private final AtomicInteger retrying = new AtomicInteger();
  private final RoomWanted wanted;
  private volatile @Nullable WakeTrouble runTrouble;
  private volatile AppView view;

  AppSlot(AppName name, AppSeries series, HoldQueue held, AppMeans means, AppView view) {
    Wakes wakes = means.wakes();
    this.name = name;
    this.wanted = means.wanted();
    this.series = series;
    this.held = held;
    this.inFlight = new AtomicInteger();
    this.activity = new AppActivity(name, wakes, inFlight);
    this.wake = new AppWake(name, wakes, series, held, activity);
    this.view = view;
    activity.sleeps(view.spec().sleep().orElse(null));
  }

  /** The app's name. */
  public AppName name() {
    return name;
  }

  /** What is measured of the app as a whole. */
  public AppSeries series() {
    return series;
  }

  /** The view of this moment; read it once for a request. */
  public AppView view() {
    return view;
  }

  /** Requests of the app that this router has under way. */
  public AtomicInteger inFlight() {
    return inFlight;
  }

  /** Those of them that are at a further attempt, as far as the retry budget counts them. */
  public AtomicInteger retrying() {
    return retrying;
  }

  /** Requests that wait for one of the app's backends to have room. */
  public HoldQueue held() {
    return held;
  }

  /** Whether the app has anything to do here. */
  public AppActivity activity() {
    return activity;
  }

  /** What has the app woken. */
  public AppWake wake() {
    return wake;
  }

  /** A request waits for a run of its own. */
  public void runWanted() {
    wanted.by(name);
  }

  /** Why runs for single requests do not come up at present; null where they do. */
  public @Nullable WakeTrouble runTrouble() {
    return runTrouble;
  }

  /** Has requests that wait for runs of their own fail with that, or wait again. */
  void runTrouble(@Nullable WakeTrouble trouble) {
    runTrouble = trouble;
    held.roomMade();
  }

  /** Puts a view in place; whoever waits tries by it. */
  void publish(AppView next) {
    view = next;
    activity.sleeps(next.spec().sleep().orElse(null));
    wake.published(next.hasInstances(), next.wakes());
    held.roomMade();
  }
}
