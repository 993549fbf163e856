package io.bellhop.model.news;

import io.bellhop.model.AppName;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.InstanceEvents;
import io.bellhop.model.run.Run;
import java.util.List;

/**
 * Port: what happened lately to an app, its rollouts left aside. All of it is read from what is
 * written anyway, by whom it happened to, in the same transaction: whichever router tells it, each
 * transition is told once. Thread safe.
 */
public interface AppNews extends InstanceEvents {
  /** When it slept and was woken; blocks until the store answers, in time. */
  SleepHistory sleep(AppName app) throws StoreException;

  /** Its one-off runs as they were last seen, those asked for first come first. Never waits. */
  List<Run> runs(AppName app);

  /**
   * Has a listener called whenever any of it may have changed, on any thread; it must not block.
   * Costs the store nothing.
   *
   * @return ends that
   */
  Runnable subscribe(AppName app, Runnable listener);
}
