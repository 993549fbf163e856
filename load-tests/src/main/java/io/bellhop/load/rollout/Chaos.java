package io.bellhop.load.rollout;

import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.traffic.Downtime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Kills (SIGKILL) one router after the other, and the ensemble's leader, at intervals, and starts
 * them again.
 */
final class Chaos implements AutoCloseable {
  private static final int ROUTER_SECONDS = 20;
  private static final int LEADER_SECONDS = 30;
  private static final int END_SECONDS = 120;
  private static final Duration LEADER_AWAY = Duration.ofSeconds(3);

  private final Cluster cluster;
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
  private final List<Downtime> downtimes = new ArrayList<>();
  private final AtomicReference<LoadTestException> failure = new AtomicReference<>();
  private int routersKilled;
  private int leadersKilled;

  private Chaos(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Begins. */
  static Chaos start(Cluster cluster) {
    Chaos chaos = new Chaos(cluster);
    chaos.every(ROUTER_SECONDS, chaos::killRouter);
    chaos.every(LEADER_SECONDS, chaos::killLeader);
    return chaos;
  }

  private void every(int seconds, Runnable deed) {
    var unused =
        threads.scheduleAtFixedRate(() -> attempt(deed), seconds, seconds, TimeUnit.SECONDS);
  }

  private void attempt(Runnable deed) {
    try {
      deed.run();
    } catch (LoadTestException e) {
      failure.compareAndSet(null, e);
      throw e;
    }
  }

  private void killRouter() {
    RouterProcess router = cluster.routers().get(routersKilled++ % cluster.routers().size());
    long from = System.nanoTime();
    router.kill();
    router.restart();
    synchronized (downtimes) {
      downtimes.add(new Downtime(router.name(), from, System.nanoTime()));
    }
  }

  private void killLeader() {
    OptionalInt leader = cluster.zookeeper().leader();
    if (leader.isPresent()) {
      leadersKilled++;
      cluster.zookeeper().kill(leader.getAsInt());
      Waiting.pause(LEADER_AWAY);
      cluster.zookeeper().restart(leader.getAsInt());
    }
  }

  /** Ends it once everything is started again; throws where something did not start. */
  List<Downtime> stop() {
    close();
    if (failure.get() != null) {
      throw failure.get();
    }
    synchronized (downtimes) {
      return List.copyOf(downtimes);
    }
  }

  /** How many leaders were killed, once it has ended. */
  int leadersKilled() {
    return leadersKilled;
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        throw new LoadTestException("what was killed did not come back");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
