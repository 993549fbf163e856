package io.bellhop.router.exchange;

import io.bellhop.model.plane.CutRequest;
import io.bellhop.router.control.AppView;
import io.bellhop.router.control.Backend;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one backend: idle ones, newest first, so that under light
 * load the oldest reach their idle timeout, and a bound on how many are open.
 */
final class BackendPool {
  private final Backend backend;
  private final BackendPools pools;
  private final InetSocketAddress address;
  private final ArrayDeque<BackendConnection> idle = new ArrayDeque<>();
  private final Set<BackendConnection> connections = new HashSet<>();
  private final Set<Tunnel> tunnels = new HashSet<>();
  private final KeepAlive keepAlive;

  /** Exchanges that wait for a connection, the oldest first. */
  private final Set<ConnectionWait> line = new LinkedHashSet<>(0);

  private int open;

  /** How many may be open, by the view of the latest request. */
  private int bound;

  /** How long tunnels have stayed when it was last retired; those that begin later have as long. */
  private @Nullable Duration tunnelDrain;

  BackendPool(Backend backend, BackendPools pools) {
    this.backend = backend;
    this.pools = pools;
    this.keepAlive = new KeepAlive(pools.settings().pool().reuseUnsafeWithin().toNanos());
    this.address = socketAddress(backend.address().host(), backend.address().port());
  }

  Backend backend() {
    return backend;
  }

  DeadlineWheel wheel() {
    return pools.wheel();
  }

  long idleTimeoutNanos() {
    return pools.settings().pool().idleTimeout().toNanos();
  }

  /**
   * Gives the exchange a connection: at once where an idle one is kept, else as soon as a new one
   * is connected.
   *
   * @param nowNanos by {@link System#nanoTime()}
   * @return false where the bound is reached
   */
  boolean lease(Exchange exchange, AppView view, Reuse reuse, long nowNanos) {
    BackendConnection kept = reuse == Reuse.NONE ? null : newestIdle(reuse, nowNanos);
    if (kept != null) {
      idle.pollLast();
      kept.serve(exchange, wheel().since(nowNanos));
      return true;
    }
    bound = view.limits().maxConnectionsPerBackend();
    if (open >= bound && !makeRoom()) {
      return false;
    }
    connect(exchange, view);
    return true;
  }

  private @Nullable BackendConnection newestIdle(Reuse reuse, long nowNanos) {
    BackendConnection newest = idle.peekLast();
    while (newest != null && !newest.isOpen()) {
      // Its end was noticed, and is told in a moment.
      removeIdle(newest);
      newest = idle.peekLast();
    }
    boolean tooOld = newest != null && reuse == Reuse.YOUNG && !young(newest, nowNanos);
    return tooOld ? null : newest;
  }

  private boolean young(BackendConnection connection, long nowNanos) {
    long now = wheel().since(nowNanos);
    return keepAlive.trusts(now - connection.idleSinceNanos(), now);
  }

  /** The backend closed a connection that had been idle for so long. */
  void closedAfter(long idleNanos) {
    keepAlive.closedAfter(idleNanos, wheel().now());
  }

  /** Where one that is kept will not do, it must not stand in the way of one that will. */
  private boolean makeRoom() {
    BackendConnection oldest = idle.peekFirst();
    if (oldest != null) {
      removeIdle(oldest);
      oldest.close();
    }
    return oldest != null;
  }

  /**
   * Opens a connection ahead of its first request.
   *
   * @param onEnd told when it is open, or will not be
   * @return false where so many are open already
   */
  boolean warm(AppView view, int enough, Runnable onEnd) {
    boolean wanted = open < Math.min(enough, view.limits().maxConnectionsPerBackend());
    if (wanted) {
      connect(null, view).addListener(done -> onEnd.run());
    }
    return wanted;
  }

  private ChannelFuture connect(@Nullable Exchange exchange, AppView view) {
    BackendConnection connection = new BackendConnection(this, exchange);
    Bootstrap bootstrap =
        pools
            .connector()
            .clone()
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) view.timeouts().connect().toMillis())
            .handler(new BackendPipeline(connection, pools.settings().limits()));
    if (!address.isUnresolved()) {
      bootstrap.resolver(NoopAddressResolverGroup.INSTANCE);
    }
    opened();
    connections.add(connection);
    int maxConnecting = pools.settings().pool().maxConnecting();
    backend.connectBegan(maxConnecting);
    long startedNanos = System.nanoTime();
    ChannelFuture connecting = bootstrap.connect(address);
    connecting.addListener(
        (ChannelFutureListener)
            done -> {
              backend.connectEnded(maxConnecting);
              if (done.isSuccess()) {
                long tookNanos = System.nanoTime() - startedNanos;
                backend.series().backendConnected(tookNanos);
                connection.connected(tookNanos);
              } else {
                closed(connection);
                connection.connectFailed(done.cause());
              }
            });
    return connecting;
  }

  /** Takes a connection back, to be used again; or closes it where it is not wanted. */
  void release(BackendConnection connection) {
    if (backend.retired() || idle.size() >= pools.settings().pool().maxIdlePerBackend()) {
      connection.close();
    } else {
      idle.addLast(connection);
      backend.series().connectionIdle(true);
      serveLine();
    }
  }

  void join(ConnectionWait wait) {
    line.add(wait);
  }

  void leave(ConnectionWait wait) {
    line.remove(wait);
  }

  private void serveLine() {
    while (!line.isEmpty() && (!idle.isEmpty() || open < bound)) {
      ConnectionWait oldest = line.iterator().next();
      line.remove(oldest);
      oldest.release();
      oldest.exchange().connect(this);
      oldest.exchange().onClientReadComplete();
    }
  }

  /** An idle connection ended. */
  void removeIdle(BackendConnection connection) {
    if (idle.remove(connection)) {
      backend.series().connectionIdle(false);
    }
  }

  void opened() {
    open++;
    backend.series().connectionOpened();
  }

  /** A connection ended that was not given up to a tunnel. */
  void closed(BackendConnection connection) {
    connections.remove(connection);
    closed();
  }

  void closed() {
    open--;
    backend.series().connectionClosed();
    serveLine();
    if (open == 0 && tunnels.isEmpty()) {
      pools.forget(this);
    }
  }

  void tunnelOpened(Tunnel tunnel, BackendConnection from) {
    connections.remove(from);
    tunnels.add(tunnel);
    if (backend.retired() && tunnelDrain != null) {
      tunnel.endIn(tunnelDrain);
    }
  }

  void tunnelClosed(Tunnel tunnel) {
    tunnels.remove(tunnel);
  }

  void retire(Duration drain) {
    tunnelDrain = drain;
    // Closed before the instance is told to stop: no request can meet one that dies under it.
    List.copyOf(idle).forEach(BackendConnection::close);
    tunnels.forEach(tunnel -> tunnel.endIn(drain));
    List.copyOf(line).forEach(wait -> wait.exchange().onBackendRetired());
  }

  /** Ends what is under way; what that was. */
  List<CutRequest> cut() {
    List<CutRequest> cut = new ArrayList<>();
    for (BackendConnection connection : List.copyOf(connections)) {
      CutRequest ended = connection.cut();
      if (ended != null) {
        cut.add(ended);
      }
    }
    List.copyOf(tunnels).forEach(tunnel -> cut.add(tunnel.cut()));
    return cut;
  }

  void failing() {
    // No request can meet one that dies, and what waits on the others need not wait for that.
    List.copyOf(idle).forEach(BackendConnection::close);
    List.copyOf(connections).forEach(BackendConnection::backendFailing);
    List.copyOf(line).forEach(wait -> wait.exchange().onBackendFailing());
  }

  void asleep() {
    tunnels.forEach(Tunnel::endIfSilent);
  }

  void close() {
    List.copyOf(idle).forEach(BackendConnection::close);
    List.copyOf(tunnels).forEach(Tunnel::close);
  }

  private static InetSocketAddress socketAddress(String host, int port) {
    byte[] ip = NetUtil.createByteArrayFromIpAddressString(host);
    if (ip == null) {
      return InetSocketAddress.createUnresolved(host, port);
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(ip), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + ip.length + " bytes", e);
    }
  }
}
