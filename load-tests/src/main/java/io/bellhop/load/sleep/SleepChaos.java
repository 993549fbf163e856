package io.bellhop.load.sleep;

import io.bellhop.load.stack.AgentProcess;
import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.traffic.Downtime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Kills (SIGKILL) a random agent or router now and then, and starts it again after a random time;
 * the next one is killed once it is back, so that there is always somebody to take over. With many
 * apps, each router owns some.
 */
final class SleepChaos implements AutoCloseable {
  private static final int LEAST_REST_MILLIS = 3_000;
  private static final int MOST_MORE_REST_MILLIS = 6_000;
  private static final int MOST_AWAY_MILLIS = 6_000;
  private static final int END_SECONDS = 120;

  private final SleepCluster cluster;
  private final Random random;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final List<Downtime> downtimes = new ArrayList<>();
  private final AtomicReference<LoadTestException> failure = new AtomicReference<>();
  private int agentsKilled;

  private SleepChaos(SleepCluster cluster, long seed) {
    this.cluster = cluster;
    this.random = new Random(seed);
  }

  /** Begins. */
  static SleepChaos start(SleepCluster cluster, long seed) {
    SleepChaos chaos = new SleepChaos(cluster, seed);
    chaos.next();
    return chaos;
  }

  private void next() {
    int millis = LEAST_REST_MILLIS + random.nextInt(MOST_MORE_REST_MILLIS);
    var unused = thread.schedule(this::attempt, millis, TimeUnit.MILLISECONDS);
  }

  private void attempt() {
    try {
      if (random.nextBoolean()) {
        killAgent(cluster.agents().get(random.nextInt(cluster.agents().size())));
      } else {
        killRouter(cluster.routers().get(random.nextInt(cluster.routers().size())));
      }
      if (!thread.isShutdown()) {
        next();
      }
    } catch (LoadTestException e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Sometimes for longer than its session lasts. */
  private void away() {
    Waiting.pause(Duration.ofMillis(random.nextInt(MOST_AWAY_MILLIS)));
  }

  private void killAgent(AgentProcess agent) {
    agentsKilled++;
    agent.kill();
    away();
    agent.restart();
  }

  private void killRouter(RouterProcess router) {
    long from = System.nanoTime();
    router.kill();
    away();
    router.restart();
    downtimes.add(new Downtime(router.name(), from, System.nanoTime()));
  }

  /** Ends it once everything is started again; throws where something did not start. */
  List<Downtime> stop() {
    close();
    if (failure.get() != null) {
      throw failure.get();
    }
    return List.copyOf(downtimes);
  }

  /** How many were killed, once it has ended. */
  String describe() {
    return "%d, %d".formatted(downtimes.size(), agentsKilled);
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        throw new LoadTestException("what was killed did not come back");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
