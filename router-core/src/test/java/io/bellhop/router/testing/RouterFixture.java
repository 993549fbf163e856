package io.bellhop.router.testing;

import static io.bellhop.router.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppName;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.router.Router;
import io.bellhop.router.RouterActivity;
import io.bellhop.router.settings.RouterSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A router on a free loopback port, with the backends and clients of a test. Register it in a
 * static field. After each test all that the test opened is closed, and the router must come to
 * rest: no connection, request or tunnel may be left in its books. After the last test no buffer
 * may have leaked.
 */
public final class RouterFixture implements AutoCloseable, AfterEachCallback, AfterAllCallback {
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final LeakCheck leaks = LeakCheck.begin();
  private final Queue<RawBackend> backends = new ConcurrentLinkedQueue<>();
  private final Queue<RawClient> clients = new ConcurrentLinkedQueue<>();
  private final Set<AppName> apps = new LinkedHashSet<>();
  private final Router router;
  private final InetSocketAddress address;

  private RouterFixture(RouterSettings settings) {
    router = Router.start(settings, meters);
    router.appListener().tableLoaded();
    address = router.addresses().get(0);
  }

  /** Starts a router. */
  public static RouterFixture start(RouterSettings settings) {
    return new RouterFixture(settings);
  }

  /** The router under test. */
  public Router router() {
    return router;
  }

  /** What the router measured, as Prometheus would scrape it. */
  public String scrape() {
    return meters.scrape();
  }

  /** Where the router listens, or did before it was drained. */
  public InetSocketAddress address() {
    return address;
  }

  /** Starts a backend that no app has yet. */
  public RawBackend backend(Script script) {
    RawBackend backend = RawBackend.start(script);
    backends.add(backend);
    return backend;
  }

  /** Starts a backend and publishes the usual app with it alone. */
  public RawBackend serve(Script script) {
    RawBackend backend = backend(script);
    publish(TestApp.of(backend));
    return backend;
  }

  /** Tells the router of an app as it now stands. */
  public void publish(TestApp app) {
    publish(CheckedApp.trusting(app.build()));
  }

  /** Tells the router of an app and of how its instances are. */
  public void publish(CheckedApp app) {
    apps.add(app.app().name());
    router.appListener().appChanged(app);
  }

  /** Tells the router that an app is gone. */
  public void remove(TestApp app) {
    apps.remove(app.name());
    router.appListener().appRemoved(app.name());
  }

  /** Connects a client. */
  public RawClient client() throws IOException {
    return client(0);
  }

  /** Connects a client whose receive buffer has so many bytes. */
  public RawClient client(int receiveBufferBytes) throws IOException {
    RawClient client = RawClient.connect(address(), receiveBufferBytes);
    clients.add(client);
    return client;
  }

  /** Sends one message on a connection of its own and reads the answer; the connection closes. */
  public RawResponse ask(String message) throws IOException {
    try (RawClient client = RawClient.connect(address())) {
      return client.ask(message);
    }
  }

  /** Sends on a connection of its own and reads answers until the router ends it. */
  public RawClient.Conversation converse(String message) throws IOException {
    try (RawClient client = RawClient.connect(address())) {
      return client.converse(message);
    }
  }

  /** Closes the router within a test, which then goes on without one. */
  public void closeRouter() {
    apps.clear();
    router.close();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    endTest();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stop();
  }

  /** Ends a test and the router, where no JUnit does. */
  @Override
  public void close() throws IOException {
    try {
      endTest();
    } finally {
      stop();
    }
  }

  private void endTest() throws IOException {
    for (RawClient client = clients.poll(); client != null; client = clients.poll()) {
      client.close();
    }
    apps.forEach(name -> router.appListener().appRemoved(name));
    apps.clear();
    for (RawBackend backend = backends.poll(); backend != null; backend = backends.poll()) {
      backend.close();
    }
    eventually("the router at rest", this::atRest);
  }

  private boolean atRest() {
    RouterActivity activity = router.activity();
    return activity.connections() == 0 && activity.requests() == 0 && activity.tunnels() == 0;
  }

  private void stop() {
    router.close();
    assertThat(leaks.end()).as("buffers that were never released").isEmpty();
  }
}
