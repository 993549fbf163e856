package io.bellhop.router.accept;

import io.bellhop.router.exchange.RequestPath;
import io.bellhop.router.exchange.Shared;
import io.bellhop.router.transport.SocketDefaults;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes connections from clients on any number of addresses. Thread safe. */
public final class Acceptor {
  /** Connections that the kernel keeps for a router that is busy. */
  private static final int BACKLOG = 4_096;

  private final Map<EventLoop, ClientLoop> loops = new HashMap<>();
  private final List<Channel> listening = new ArrayList<>();
  private final ServerBootstrap bootstrap;

  /** An acceptor that spreads connections over the loops that the paths belong to. */
  public Acceptor(
      EventLoopGroup group,
      Class<? extends ServerSocketChannel> channel,
      Map<EventLoop, RequestPath> paths,
      Shared shared) {
    paths.forEach((loop, path) -> loops.put(loop, new ClientLoop(path)));
    bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(channel)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, SocketDefaults.ALLOCATOR)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, SocketDefaults.WATER_MARK)
            .childHandler(
                new ClientPipeline(
                    this::loop,
                    new TrustedProxies(shared.settings().forwarding().trustedProxies()),
                    shared));
  }

  private ClientLoop loop(EventLoop loop) {
    ClientLoop found = loops.get(loop);
    if (found == null) {
      throw new IllegalStateException("a connection on a loop that is not ours");
    }
    return found;
  }

  /**
   * Listens on one more address. Blocks until it does.
   *
   * @return why it cannot be listened on; empty where it is
   */
  public synchronized Optional<Throwable> listen(InetSocketAddress address) {
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (bound.isSuccess()) {
      listening.add(bound.channel());
      return Optional.empty();
    }
    return Optional.of(bound.cause());
  }

  /** What is listened on, with the ports that were really taken. */
  public synchronized List<InetSocketAddress> addresses() {
    return listening.stream().map(channel -> (InetSocketAddress) channel.localAddress()).toList();
  }

  /** Takes no more connections. Blocks until that is so. */
  public synchronized void stopListening() {
    listening.forEach(channel -> channel.close().awaitUninterruptibly());
    listening.clear();
  }

  /** Closes the connections that serve nothing now. */
  public void closeIdle() {
    onEachConnection(ClientConnection::closeIfIdle);
  }

  /** Closes all connections; those whose response has not begun are told why. */
  public void cutAll() {
    onEachConnection(ClientConnection::cut);
  }

  private void onEachConnection(Consumer<ClientConnection> action) {
    loops.forEach(
        (loop, state) -> loop.execute(() -> state.connections().snapshot().forEach(action)));
  }
}
