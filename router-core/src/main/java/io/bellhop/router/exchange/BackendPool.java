package io.bellhop.router.exchange;

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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The connections of one event loop to one backend: idle ones, newest first, so that under light
 * load the oldest reach their idle timeout, and a bound on how many are open.
 */
final class BackendPool {
  private final Backend backend;
  private final BackendPools pools;
  private final InetSocketAddress address;
  private final ArrayDeque<BackendConnection> idle = new ArrayDeque<>();
  private final Set<Tunnel> tunnels = new HashSet<>();
  private int open;

  BackendPool(Backend backend, BackendPools pools) {
    this.backend = backend;
    this.pools = pools;
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
   * @param fresh whether only a new connection will do, since one that was kept has just failed
   * @return false where the bound is reached
   */
  boolean lease(Exchange exchange, AppView view, boolean fresh) {
    BackendConnection kept = fresh ? null : idle.pollLast();
    if (kept != null) {
      kept.serve(exchange);
      return true;
    }
    if (open >= view.limits().maxConnectionsPerBackend()) {
      return false;
    }
    connect(exchange, view);
    return true;
  }

  private void connect(Exchange exchange, AppView view) {
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
    long startedNanos = System.nanoTime();
    ChannelFuture connecting = bootstrap.connect(address);
    connecting.addListener(
        (ChannelFutureListener)
            done -> {
              if (done.isSuccess()) {
                long tookNanos = System.nanoTime() - startedNanos;
                backend.series().backendConnected(tookNanos);
                connection.connected(tookNanos);
              } else {
                closed();
                connection.connectFailed(done.cause());
              }
            });
  }

  /** Takes a connection back, to be used again; or closes it where it is not wanted. */
  void release(BackendConnection connection) {
    if (backend.retired() || idle.size() >= pools.settings().pool().maxIdlePerBackend()) {
      connection.close();
    } else {
      idle.addLast(connection);
      backend.series().connectionIdle(true);
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

  void closed() {
    open--;
    backend.series().connectionClosed();
    if (open == 0 && tunnels.isEmpty()) {
      pools.forget(this);
    }
  }

  void tunnelOpened(Tunnel tunnel) {
    tunnels.add(tunnel);
  }

  void tunnelClosed(Tunnel tunnel) {
    tunnels.remove(tunnel);
  }

  void retire(Duration tunnelDrain) {
    // Closed before the instance is told to stop: no request can meet one that dies under it.
    List.copyOf(idle).forEach(BackendConnection::close);
    tunnels.forEach(tunnel -> tunnel.endIn(tunnelDrain));
  }

  void failing() {
    List.copyOf(idle).forEach(BackendConnection::close);
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
