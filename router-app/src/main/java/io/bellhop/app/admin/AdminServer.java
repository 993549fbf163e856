package io.bellhop.app.admin;

import com.sun.net.httpserver.HttpServer;
import io.bellhop.app.settings.AdminSettings;
import io.bellhop.app.settings.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves the admin API over HTTP/1.1 with the JDK's own server. A bounded number of threads answer
 * a bounded number of connections; a request that takes too long to arrive, or to get its thread,
 * is cut, and so is an answer that takes too long to be taken. Thread safe.
 */
public final class AdminServer implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 1_024;
  private static final int BACKLOG = 128;
  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(5);
  private static final Duration IDLE_THREAD = Duration.ofSeconds(60);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final EventStreams streams;

  private AdminServer(HttpServer server, ThreadPoolExecutor threads, EventStreams streams) {
    this.server = server;
    this.threads = threads;
    this.streams = streams;
  }

  /**
   * Listens and answers.
   *
   * @throws AdminStartException where the address cannot be listened on
   */
  public static AdminServer start(AdminSettings settings, ChangePolicy policy, AdminApi api) {
    boundTheJdksServer();
    InetSocketAddress address = HostPort.parse("admin.listen", settings.listen());
    HttpServer server = bind(settings.listen(), address);
    boolean loopback = address.getAddress() != null && address.getAddress().isLoopbackAddress();
    Guard guard = new Guard(policy, loopback);
    ThreadPoolExecutor threads = pool(settings.threads());
    EventStreams streams = new EventStreams(api.meters());
    server.setExecutor(threads);
    server.createContext(
        "/",
        new ExchangeHandler(
            new EndpointTable(api.endpoints()),
            guard,
            new Outcomes(api.meters()),
            streams,
            settings.maxBodyBytes()));
    server.start();
    return new AdminServer(server, threads, streams);
  }

  /** Where it listens, with the port really taken. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Cuts what is under way and stops listening. */
  @Override
  public void close() {
    streams.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private static HttpServer bind(String listen, InetSocketAddress address) {
    if (address.isUnresolved()) {
      throw new AdminStartException(
          "admin.listen of '%s': no such host: use an address of this machine".formatted(listen),
          null);
    }
    try {
      return HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      throw new AdminStartException(
          "the admin API cannot listen on %s (%s): stop what listens there, or take another port"
                  .formatted(listen, e.getMessage())
              + " with admin.listen, in `bellhop dev` with --admin-port",
          e);
    }
  }

  private static ThreadPoolExecutor pool(int size) {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory named =
        task -> {
          Thread thread = new Thread(task, "admin-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    // Room for every connection there can be: the JDK's server has no way to refuse a request, and
    // were its own thread to answer one, a slow client would keep it from accepting others.
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size,
            size,
            IDLE_THREAD.toSeconds(),
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_CONNECTIONS),
            named,
            new ThreadPoolExecutor.CallerRunsPolicy());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** The JDK's server takes its bounds from system properties alone, once, before the first use. */
  private static void boundTheJdksServer() {
    setIfAbsent("sun.net.httpserver.maxReqTime", Long.toString(LONGEST_REQUEST.toSeconds()));
    setIfAbsent("sun.net.httpserver.maxRspTime", Long.toString(LONGEST_ANSWER.toSeconds()));
    setIfAbsent("sun.net.httpserver.maxReqHeaders", "100");
    setIfAbsent("sun.net.httpserver.maxReqHeaderSize", "65536");
    setIfAbsent("jdk.httpserver.maxConnections", Integer.toString(MAX_CONNECTIONS));
    setIfAbsent("sun.net.httpserver.nodelay", "true");
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
