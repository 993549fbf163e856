package io.bellhop.app.dev;

import io.bellhop.app.admin.ChangePolicy;
import io.bellhop.app.run.RouterProcess;
import io.bellhop.app.run.StopSignal;
import io.bellhop.app.settings.BellhopSettings;
import io.bellhop.model.StoreException;
import io.bellhop.router.RouterActivity;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** ZooKeeper, a router and the samples, started and ended in order. For one thread. */
public final class DevStack implements AutoCloseable {
  private static final Duration HEALTHY_LIMIT = Duration.ofSeconds(5);
  private static final Duration LOOK_FOR_HEALTH = Duration.ofMillis(10);

  private final EmbeddedZooKeeper zooKeeper;
  private final RouterProcess router;
  private Optional<Samples> samples = Optional.empty();

  private DevStack(EmbeddedZooKeeper zooKeeper, RouterProcess router) {
    this.zooKeeper = zooKeeper;
    this.router = router;
  }

  /**
   * Starts ZooKeeper and the router.
   *
   * @param settings of the router; where ZooKeeper is comes from here
   * @param zooKeeperDirectory its data
   */
  public static DevStack start(BellhopSettings settings, Path zooKeeperDirectory) {
    EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(zooKeeperDirectory);
    try {
      RouterProcess router =
          RouterProcess.start(
              settings.withZooKeeper(settings.zookeeper().withConnect(zooKeeper.connect())),
              ChangePolicy.ofTokenOrThisMachine(settings.admin().token()));
      return new DevStack(zooKeeper, router);
    } catch (RuntimeException e) {
      zooKeeper.close();
      throw e;
    }
  }

  /** Waits until requests are taken; false where the end was asked for before. */
  public boolean serve(StopSignal stop) {
    return router.serveOnceLoaded(stop);
  }

  /** Starts the samples and sends them traffic. */
  public void addSamples() throws StoreException {
    Samples started = Samples.start();
    samples = Optional.of(started);
    started.register(router.store(), router.table());
    awaitHealthy(started);
  }

  /** Waits for the samples to pass their checks, as the welcome invites to try them. */
  private void awaitHealthy(Samples started) {
    StopSignal pause = new StopSignal();
    long end = System.nanoTime() + HEALTHY_LIMIT.toNanos();
    while (!started.healthy(router.health(Samples.APP)) && System.nanoTime() - end < 0) {
      pause.await(LOOK_FOR_HEALTH);
    }
  }

  /** Drains the router, then ends the samples and ZooKeeper; tells what was cut. */
  public Optional<RouterActivity> shutDown() {
    samples.ifPresent(Samples::letGo);
    Optional<RouterActivity> cut = router.shutDown();
    close();
    return cut;
  }

  @Override
  public void close() {
    router.close();
    samples.ifPresent(Samples::close);
    zooKeeper.close();
  }

  /** Where requests are taken. */
  public InetSocketAddress address() {
    return router.addresses().get(0);
  }

  /** Where the admin API listens. */
  public InetSocketAddress adminAddress() {
    return router.adminAddress();
  }

  /** Where another router would find this ZooKeeper. */
  public String zooKeeperConnect() {
    return zooKeeper.connect();
  }

  /** Whether the samples run. */
  public boolean hasSamples() {
    return samples.isPresent();
  }
}
