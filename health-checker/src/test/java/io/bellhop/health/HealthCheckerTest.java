package io.bellhop.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.model.health.CheckedAppListener;
import io.bellhop.model.health.CheckedInstance;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole stage, over real sockets. */
class HealthCheckerTest implements CheckedAppListener {
  private static final AppName NAME = new AppName("shop");
  private static final DeploymentName V1 = new DeploymentName("v1");
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Map<AppName, CheckedApp> published = new ConcurrentHashMap<>();
  private final List<CheckedApp> told = new CopyOnWriteArrayList<>();
  private final HealthChecker checker =
      HealthChecker.start(
          HealthSettings.DEFAULT,
          new SimpleMeterRegistry(),
          new Bootstrap().group(group).channel(NioSocketChannel.class),
          this);
  private ServerSocket server = unbound();

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    checker.close();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10_000);
    server.close();
  }

  @Test
  void anAppIsPassedOnInTheCallThatBringsIt() {
    checker.appChanged(app(instance()));
    // What is passed on later, by another thread, may have come as well by now.
    assertThat(told.get(0).instances(V1).get(0).health().serves()).isFalse();
  }

  @Test
  void anInstanceServesOnceItsFirstProbePassed() {
    checker.appChanged(app(instance()));
    await().atMost(LIMIT).until(() -> only().health().serves());
    assertThat(checker.health(NAME).orElseThrow().instances())
        .singleElement()
        .satisfies(one -> assertThat(one.lastProbeResult()).startsWith("connected in "));
  }

  @Test
  void anInstanceThatBootsServesSoonAfterItListens() throws IOException {
    int port = server.getLocalPort();
    server.close();
    checker.appChanged(app(instance(port)));
    checker.tableLoaded();
    assertThat(checker.awaitFirstVerdicts(LIMIT)).as("refused is a verdict too").isTrue();
    assertThat(only().health().serves()).isFalse();
    server = unbound();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    await().atMost(LIMIT).until(() -> only().health().serves());
  }

  @Test
  void aStartWaitsForTheFirstVerdicts() {
    checker.appChanged(app(instance()));
    assertThat(checker.awaitFirstVerdicts(Duration.ZERO)).as("nothing is loaded yet").isFalse();
    checker.tableLoaded();
    assertThat(checker.awaitFirstVerdicts(LIMIT)).isTrue();
    assertThat(only().health().serves()).isTrue();
  }

  @Test
  void anEmptyTableKeepsNoStartWaiting() {
    checker.tableLoaded();
    assertThat(checker.awaitFirstVerdicts(Duration.ZERO)).isTrue();
  }

  @Test
  void anAppThatLeavesKeepsNoStartWaiting() {
    checker.appChanged(app(instance()));
    checker.tableLoaded();
    checker.appRemoved(NAME);
    assertThat(checker.awaitFirstVerdicts(LIMIT)).isTrue();
    assertThat(published).isEmpty();
  }

  private static ServerSocket unbound() {
    try {
      return new ServerSocket();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Instance instance() {
    return instance(server.getLocalPort());
  }

  private static Instance instance(int port) {
    return Instance.ready(new BackendAddress("127.0.0.1", port));
  }

  private static App app(Instance... instances) {
    return App.of(
        AppSpec.of(NAME, new HostPattern("shop.test")),
        Traffic.of(1, TrafficMode.SERVING, Map.of(V1, 1), Map.of()),
        Map.of(
            V1,
            new Deployment(
                new DeploymentSpec(V1, new InstanceSource.Registered()), List.of(instances))));
  }

  private CheckedInstance only() {
    CheckedApp app = published.get(NAME);
    if (app == null) {
      throw new AssertionError("nothing was passed on");
    }
    return app.instances(V1).get(0);
  }

  @Override
  public void appChanged(CheckedApp app) {
    told.add(app);
    published.put(app.app().name(), app);
  }

  @Override
  public void appRemoved(AppName name) {
    published.remove(name);
  }
}
