package io.bellhop.router.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what happens on other threads. */
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration OFTEN = Duration.ofMillis(5);

  private Eventually() {}

  /** Waits until the condition holds; fails after 10 s. */
  public static void eventually(String what, Callable<Boolean> condition) {
    await(what).pollDelay(Duration.ZERO).pollInterval(OFTEN).atMost(PATIENCE).until(condition);
  }
}
