package io.bellhop.app.run;

import io.bellhop.app.admin.ChangePolicy;
import io.bellhop.app.settings.AdminSettings;
import io.bellhop.app.settings.BellhopSettings;
import io.bellhop.app.settings.HostPort;
import io.bellhop.app.settings.ShutdownSettings;
import io.bellhop.app.settings.TableSettings;
import io.bellhop.config.ZooKeeperSettings;
import io.bellhop.health.HealthSettings;
import io.bellhop.router.settings.AccessLogSettings;
import io.bellhop.router.settings.RouterSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real router process in this JVM, on any free ports. */
public final class RunningRouter implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final RouterProcess process;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  private RunningRouter(RouterProcess process) {
    this.process = process;
  }

  /** Starts, whether ZooKeeper is there or not; {@link #serve()} is to follow. */
  public static RunningRouter start(String zooKeeper, Path data, String token) {
    return start(settings(zooKeeper, data, token));
  }

  /** Starts with these settings; {@link #serve()} is to follow. */
  public static RunningRouter start(BellhopSettings settings) {
    return new RunningRouter(
        RouterProcess.start(settings, ChangePolicy.ofToken(settings.admin().token())));
  }

  /** What such a router is run with. */
  public static BellhopSettings settings(String zooKeeper, Path data, String token) {
    RouterSettings usual = RouterSettings.DEFAULT;
    return new BellhopSettings(
        "",
        data.toString(),
        ZooKeeperSettings.DEFAULT.withConnect(zooKeeper),
        new TableSettings(
            Duration.ofMillis(50),
            Duration.ofMillis(500),
            TableSettings.DEFAULT.registrationGrace()),
        new RouterSettings(
            List.of("127.0.0.1:0"),
            usual.transport(),
            1,
            usual.limits(),
            usual.timeouts(),
            usual.forwarding(),
            usual.pool(),
            usual.hold(),
            usual.sticky(),
            new AccessLogSettings(AccessLogSettings.Mode.OFF, 1, "-", 1_024),
            usual.metrics()),
        HealthSettings.DEFAULT,
        new AdminSettings("127.0.0.1:0", token, 2, 65_536),
        new ShutdownSettings(Duration.ZERO, Duration.ofSeconds(10)),
        BellhopSettings.DEFAULT.runs());
  }

  /** Waits until it takes requests. */
  public RunningRouter serve() {
    if (!process.serveOnceLoaded(new StopSignal())) {
      throw new AssertionError("nobody asked for the end");
    }
    return this;
  }

  /** The process itself. */
  public RouterProcess process() {
    return process;
  }

  /** Where its admin API is. */
  public String adminUrl() {
    return "http://" + HostPort.format(process.adminAddress());
  }

  /** Asks the admin API. */
  public HttpResponse<String> admin(String path) {
    return get(URI.create(adminUrl() + path));
  }

  /** Sends a request through the router; the JDK's client takes the host from the URI. */
  public HttpResponse<String> request(String path) {
    return get(URI.create("http://localhost:" + process.addresses().get(0).getPort() + path));
  }

  private HttpResponse<String> get(URI uri) {
    try {
      return http.send(
          HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(uri + " did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
