package io.bellhop.app.dev;

import io.bellhop.agent.AgentSettings;
import io.bellhop.agent.logs.LogLimits;
import io.bellhop.agent.reconcile.Policy;
import io.bellhop.app.Version;
import io.bellhop.app.admin.ChangePolicy;
import io.bellhop.app.launch.AgentProcess;
import io.bellhop.app.launch.RuntimeChoice;
import io.bellhop.app.run.RouterProcess;
import io.bellhop.app.run.StopSignal;
import io.bellhop.app.settings.BellhopSettings;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.Resources;
import io.bellhop.router.RouterActivity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ZooKeeper, a router, an agent and the samples, started and ended in order. For one thread. */
public final class DevStack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DevStack.class);
  private static final Duration HEALTHY_LIMIT = Duration.ofSeconds(5);
  private static final Duration LOOK_FOR_HEALTH = Duration.ofMillis(10);
  private static final Duration LONGEST_RETIREMENT = Duration.ofSeconds(15);
  // Sizes are not imposed on processes: nobody should have to count here.
  private static final Resources AMPLE = new Resources(100, 1L << 40, 1_000_000);
  private static final Policy POLICY = Policy.DEFAULT.withDrainPause(Duration.ofMillis(100));

  private final BellhopSettings settings;
  private final EmbeddedZooKeeper zooKeeper;
  private final RouterProcess router;
  private Optional<Samples> samples = Optional.empty();
  private Optional<AgentProcess> agent = Optional.empty();

  private DevStack(BellhopSettings settings, EmbeddedZooKeeper zooKeeper, RouterProcess router) {
    this.settings = settings;
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
      BellhopSettings here =
          settings.withZooKeeper(settings.zookeeper().withConnect(zooKeeper.connect()));
      RouterProcess router =
          RouterProcess.start(here, ChangePolicy.ofTokenOrThisMachine(here.admin().token()));
      return new DevStack(here, zooKeeper, router);
    } catch (RuntimeException e) {
      zooKeeper.close();
      throw e;
    }
  }

  /** Waits until requests are taken; false where the end was asked for before. */
  public boolean serve(StopSignal stop) {
    return router.serveOnceLoaded(stop);
  }

  /**
   * Starts an agent that runs the commands of launched deployments as processes of this host.
   *
   * @param folder for what it has to remember
   */
  public void addAgent(Path folder) {
    AgentSettings agentSettings =
        new AgentSettings(
            new AgentId("dev"),
            AMPLE,
            Map.of(),
            folder,
            Version.current(),
            POLICY,
            LogLimits.DEFAULT,
            Optional.empty());
    agent =
        Optional.of(
            AgentProcess.start(
                agentSettings,
                settings.zookeeper(),
                new RuntimeChoice.Processes("127.0.0.1"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                router.meters()));
  }

  /** Starts the samples and sends them traffic. */
  public void addSamples() throws StoreException {
    Samples started = Samples.start();
    samples = Optional.of(started);
    started.register(router.store(), router.table());
    SleepingSample.register(router.store(), router.table());
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
    // Only now: until then its instances had requests to answer.
    if (!agent.map(started -> started.retire(LONGEST_RETIREMENT)).orElse(true)) {
      LOG.warn("instances did not stop within {}: look for them", LONGEST_RETIREMENT);
    }
    close();
    return cut;
  }

  @Override
  public void close() {
    router.close();
    agent.ifPresent(AgentProcess::close);
    agent = Optional.empty();
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
