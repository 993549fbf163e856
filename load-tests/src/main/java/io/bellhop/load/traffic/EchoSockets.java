package io.bellhop.load.traffic;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * So many WebSockets that send a text now and then and get it back; each that ends is opened again.
 * Everything happens on one event loop.
 */
public final class EchoSockets implements AutoCloseable, EchoSocket.Owner {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int AGAIN_MILLIS = 100;
  private static final EchoSocket.Talk WITHOUT_END =
      new EchoSocket.Talk(250, Long.MAX_VALUE / 1_000_000, false);

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final Bootstrap bootstrap =
      new Bootstrap()
          .group(group)
          .channel(NioSocketChannel.class)
          .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
          .option(ChannelOption.TCP_NODELAY, true);
  private final List<SocketEnd> ends = new ArrayList<>();
  private final int port;
  private final URI url;
  private long echoes;
  private boolean stopping;

  private EchoSockets(int port, String host) {
    this.port = port;
    this.url = URI.create("ws://" + host + InstanceHandler.ECHO_PATH);
  }

  /** Opens the sockets on a router's port. */
  public static EchoSockets start(int port, String host, int sockets) {
    EchoSockets all = new EchoSockets(port, host);
    for (int i = 0; i < sockets; i++) {
      all.loop.schedule(all::connect, (long) i * AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
    return all;
  }

  private void connect() {
    EchoSocket socket = new EchoSocket(this, WITHOUT_END, System.nanoTime());
    bootstrap
        .clone()
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                socket.addTo(channel, url);
              }
            })
        .connect("127.0.0.1", port)
        .addListener(
            (ChannelFuture future) -> {
              if (!future.isSuccess()) {
                socket.end(SocketEnd.How.REFUSED, future.cause().toString());
              }
            });
  }

  @Override
  public void echoed() {
    echoes++;
  }

  /** Another one takes its place. */
  @Override
  public void ended(SocketEnd end) {
    if (!stopping) {
      ends.add(end);
      int pause = end.failed() ? AGAIN_MILLIS : 0;
      loop.schedule(this::connect, pause, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * What became of them.
   *
   * @param echoes texts that came back
   */
  public record Report(long echoes, List<SocketEnd> ends) {}

  /** Opens no more, closes those that are open, and tells of every one that ended before. */
  public Report stop() {
    Report report =
        loop.submit(
                () -> {
                  stopping = true;
                  return new Report(echoes, List.copyOf(ends));
                })
            .syncUninterruptibly()
            .getNow();
    close();
    return report;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
