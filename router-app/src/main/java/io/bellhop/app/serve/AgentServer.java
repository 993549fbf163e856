package io.bellhop.app.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.bellhop.app.settings.HostPort;
import io.bellhop.model.launch.LogAccess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * What an agent answers routers by HTTP, to who bears the key that the agent announces. It listens
 * at once, so that it can be announced; what is not added yet is answered 404. Thread safe.
 */
public final class AgentServer implements AutoCloseable {
  private static final int THREADS = 128;
  private static final int KEY_BYTES = 16;
  private static final int UNAUTHORIZED = 401;

  private final HttpServer server;
  private final ThreadPoolExecutor threads = JdkServer.threads("agent-server", THREADS);
  private final LogAccess access;

  private AgentServer(HttpServer server, String host) {
    this.server = server;
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    int port = server.getAddress().getPort();
    String address = HostPort.format(InetSocketAddress.createUnresolved(host, port));
    this.access = new LogAccess(address, HexFormat.of().formatHex(key));
    server.setExecutor(threads);
    server.start();
  }

  /**
   * Listens.
   *
   * @param host under which routers reach this machine
   */
  public static AgentServer start(InetSocketAddress listen, String host) throws IOException {
    return new AgentServer(JdkServer.bind(listen), host);
  }

  /** What routers have to know to ask. */
  public LogAccess access() {
    return access;
  }

  /**
   * Has paths answered from now on.
   *
   * @param handler closes nothing: the exchange is closed for it
   */
  public void add(String prefix, HttpHandler handler) {
    server.createContext(prefix, exchange -> answer(exchange, handler));
  }

  private void answer(HttpExchange exchange, HttpHandler handler) throws IOException {
    try (exchange) {
      if (isAllowed(exchange)) {
        handler.handle(exchange);
      } else {
        refuse(
            exchange, UNAUTHORIZED, "the key is not this agent's: it was started anew, ask again");
      }
    }
  }

  private boolean isAllowed(HttpExchange exchange) {
    String given =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8),
        ("Bearer " + access.key()).getBytes(StandardCharsets.UTF_8));
  }

  /** Says no, and why. */
  public static void refuse(HttpExchange exchange, int status, String why) throws IOException {
    byte[] body = why.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /** Cuts who reads. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
