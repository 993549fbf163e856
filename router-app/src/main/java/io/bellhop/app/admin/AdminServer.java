package io.bellhop.app.admin;

import com.sun.net.httpserver.HttpServer;
import io.bellhop.app.serve.JdkServer;
import io.bellhop.app.settings.AdminSettings;
import io.bellhop.app.settings.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Serves the admin API over HTTP/1.1 with the JDK's own server. A bounded number of threads answer
 * a bounded number of connections; a request that takes too long to arrive, or to get its thread,
 * is cut, and so is an answer that takes too long to be taken. Thread safe.
 */
public final class AdminServer implements AutoCloseable {
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
    InetSocketAddress address = HostPort.parse("admin.listen", settings.listen());
    HttpServer server = bind(settings.listen(), address);
    boolean loopback = address.getAddress() != null && address.getAddress().isLoopbackAddress();
    Guard guard = new Guard(policy, loopback);
    ThreadPoolExecutor threads = JdkServer.threads("admin", settings.threads());
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
      return JdkServer.bind(address);
    } catch (IOException e) {
      throw new AdminStartException(
          "the admin API cannot listen on %s (%s): stop what listens there, or take another port"
                  .formatted(listen, e.getMessage())
              + " with admin.listen, in `bellhop dev` with --admin-port",
          e);
    }
  }
}
