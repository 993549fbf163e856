package io.bellhop.agent.probe;

import io.bellhop.model.BackendAddress;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Finds out when a port takes connections, by trying every few milliseconds. A connection counts
 * once it has stayed open for a moment: the proxies that some engines put before published ports
 * take connections for containers that do not, and close them at once. Thread safe.
 */
public final class PortProbe implements AutoCloseable {
  private static final int EVERY_MILLIS = 15;
  private static final int STAYS_OPEN_MILLIS = 5;
  private static final int CONNECT_MILLIS = 500;

  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("bellhop-agent-probe", true), NioIoHandler.newFactory());

  /**
   * Whether the address took a connection in time. Cancelling the future ends the probing.
   *
   * @param bound of all tries together
   */
  public CompletableFuture<Boolean> await(BackendAddress address, Duration bound) {
    CompletableFuture<Boolean> listens = new CompletableFuture<>();
    attempt(address, listens);
    loop.schedule(() -> listens.complete(false), bound.toMillis(), TimeUnit.MILLISECONDS);
    return listens;
  }

  private void attempt(BackendAddress address, CompletableFuture<Boolean> listens) {
    if (listens.isDone() || loop.isShuttingDown()) {
      return;
    }
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .handler(new ChannelInboundHandlerAdapter())
        .connect(address.host(), address.port())
        .addListener(
            connected -> {
              if (connected.isSuccess()) {
                settle(((ChannelFuture) connected).channel(), address, listens);
              } else {
                again(address, listens);
              }
            });
  }

  private void settle(Channel channel, BackendAddress address, CompletableFuture<Boolean> listens) {
    loop.schedule(
        () -> {
          boolean stayed = channel.isActive();
          channel.close();
          if (stayed) {
            listens.complete(true);
          } else {
            again(address, listens);
          }
        },
        STAYS_OPEN_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  private void again(BackendAddress address, CompletableFuture<Boolean> listens) {
    if (!loop.isShuttingDown()) {
      loop.schedule(() -> attempt(address, listens), EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
