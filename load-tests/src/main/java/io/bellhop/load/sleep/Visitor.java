package io.bellhop.load.sleep;

import io.bellhop.load.traffic.Burst;
import io.bellhop.load.traffic.ShortSockets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Visits one app by one to three requests or WebSockets at once, each through a router of its own.
 * When all of them have ended it comes again, at random around the moment at which the app decides
 * to sleep, or a while later, when it sleeps or its instance is being stopped.
 */
final class Visitor {
  private static final int MOST_AT_ONCE = 3;
  private static final int EARLY_MILLIS = 150;
  private static final int AROUND_MILLIS = 600;
  private static final int LATER_MILLIS = 4_000;
  private static final int MOST_TALK_MILLIS = 2_000;

  private final String app;
  private final int afterMillis;
  private final List<Burst> requests;
  private final List<ShortSockets> sockets;
  private final ScheduledExecutorService timer;
  private final Random random;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean stopping;
  private volatile boolean stopped;

  /**
   * For an app.
   *
   * @param afterMillis the time for which it has to be idle to fall asleep
   */
  Visitor(String app, int afterMillis, Doors doors, long seed) {
    this.app = app;
    this.afterMillis = afterMillis;
    this.requests = doors.requests();
    this.sockets = doors.sockets();
    this.timer = doors.timer();
    this.random = new Random(seed);
  }

  /** How visitors reach the routers: one client of each kind for each of them, in one order. */
  record Doors(List<Burst> requests, List<ShortSockets> sockets, ScheduledExecutorService timer) {}

  /** Begins to visit after that time. */
  void start(int millis) {
    var unused = timer.schedule(this::visit, millis, TimeUnit.MILLISECONDS);
  }

  /** Visits no more after this time. */
  void stop() {
    stopping = true;
  }

  /** Whether its last visit is over. */
  boolean hasStopped() {
    return stopped;
  }

  private void visit() {
    if (stopping) {
      stopped = true;
      return;
    }
    int things = 1 + random.nextInt(MOST_AT_ONCE);
    underWay.set(things);
    int first = random.nextInt(requests.size());
    for (int i = 0; i < things; i++) {
      visitThrough((first + i) % requests.size());
    }
  }

  private void visitThrough(int router) {
    switch (random.nextInt(8)) {
      case 0 -> requests.get(router).send("/" + app + NotingHandler.SLOW, this::ended);
      case 1 -> talk(router, true);
      case 2 -> talk(router, random.nextInt(4) > 0);
      default -> requests.get(router).send("/" + app + "/", this::ended);
    }
  }

  private void talk(int router, boolean leaves) {
    int millis = random.nextInt(MOST_TALK_MILLIS);
    sockets.get(router).open("/" + app + NotingHandler.ECHO, millis, leaves, this::ended);
  }

  private void ended() {
    if (underWay.decrementAndGet() == 0) {
      timer.execute(this::comeAgain);
    }
  }

  private void comeAgain() {
    int wait =
        random.nextBoolean()
            ? Math.max(0, afterMillis - EARLY_MILLIS) + random.nextInt(AROUND_MILLIS)
            : afterMillis + random.nextInt(LATER_MILLIS);
    var unused = timer.schedule(this::visit, wait, TimeUnit.MILLISECONDS);
  }
}
