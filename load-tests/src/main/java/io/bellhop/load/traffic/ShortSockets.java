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
 * WebSockets that send texts for a while and get them back; then they close, or fall silent until
 * they are told to close. Everything happens on one event loop.
 */
public final class ShortSockets implements AutoCloseable {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int EVERY_MILLIS = 100;
  private static final int MOST_SILENCE_SECONDS = 60;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final List<SocketEnd> ends = new ArrayList<>();
  private final Bootstrap bootstrap;
  private final String host;
  private long echoes;

  private ShortSockets(int port, String host) {
    this.host = host;
    this.bootstrap =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.TCP_NODELAY, true)
            .remoteAddress("127.0.0.1", port);
  }

  /** A client of a router's port. */
  public static ShortSockets to(int port, String host) {
    return new ShortSockets(port, host);
  }

  /**
   * Opens one.
   *
   * @param talkMillis it sends texts
   * @param leaves it closes after that; else it is silent until it is told to close
   * @param then what comes once it has ended, on the event loop
   */
  public void open(String path, long talkMillis, boolean leaves, Runnable then) {
    loop.execute(() -> connect(path, new EchoSocket.Talk(EVERY_MILLIS, talkMillis, leaves), then));
  }

  private void connect(String path, EchoSocket.Talk talk, Runnable then) {
    EchoSocket socket = new EchoSocket(new Noted(then), talk, System.nanoTime());
    URI url = URI.create("ws://" + host + path);
    bootstrap
        .clone()
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                socket.addTo(channel, url);
              }
            })
        .connect()
        .addListener((ChannelFuture future) -> connected(future, socket, talk));
  }

  private static void connected(ChannelFuture future, EchoSocket socket, EchoSocket.Talk talk) {
    if (!future.isSuccess()) {
      socket.end(SocketEnd.How.REFUSED, future.cause().toString());
    } else {
      Channel channel = future.channel();
      long most = talk.forMillis() + TimeUnit.SECONDS.toMillis(MOST_SILENCE_SECONDS);
      channel.eventLoop().schedule(() -> giveUp(channel, socket), most, TimeUnit.MILLISECONDS);
    }
  }

  private static void giveUp(Channel channel, EchoSocket socket) {
    socket.end(SocketEnd.How.CUT, "silent for long, and not told to close");
    channel.close();
  }

  private final class Noted implements EchoSocket.Owner {
    private final Runnable then;

    Noted(Runnable then) {
      this.then = then;
    }

    @Override
    public void echoed() {
      echoes++;
    }

    @Override
    public void ended(SocketEnd end) {
      ends.add(end);
      then.run();
    }
  }

  /** What became of all that ended so far. */
  public EchoSockets.Report report() {
    return loop.submit(() -> new EchoSockets.Report(echoes, List.copyOf(ends)))
        .syncUninterruptibly()
        .getNow();
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
