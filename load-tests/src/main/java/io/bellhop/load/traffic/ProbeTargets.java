package io.bellhop.load.traffic;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Very many backends that are probed and get no traffic: each has a loopback address of its own,
 * and one socket listens for all of them.
 */
public final class ProbeTargets implements AutoCloseable {
  /** So finely is counted when probes come. */
  public static final Duration SLICE = Duration.ofMillis(100);

  private static final int BACKLOG = 65_536;
  private static final int MOST_BODY_BYTES = 1_024;

  private final EventLoop loop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()).next();
  private final Channel listener;
  private int[] byTarget;
  private int[] bySlice = new int[0];
  private long startNanos;
  private int connections;

  private ProbeTargets(int count) {
    byTarget = new int[count];
    listener =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childHandler(new HttpPipeline(MOST_BODY_BYTES, () -> new Target()))
            .bind("0.0.0.0", 0)
            .syncUninterruptibly()
            .channel();
  }

  /** Starts so many. */
  public static ProbeTargets start(int count) {
    return new ProbeTargets(count);
  }

  /** Where they are, each as {@code HOST:PORT}. */
  public List<String> addresses() {
    int port = ((InetSocketAddress) listener.localAddress()).getPort();
    return IntStream.range(0, byTarget.length)
        .mapToObj(i -> "127.%d.%d.%d:%d".formatted(1 + (i >> 16), (i >> 8) & 255, i & 255, port))
        .toList();
  }

  private static int index(Channel channel) {
    byte[] address = ((InetSocketAddress) channel.localAddress()).getAddress().getAddress();
    return ((address[1] & 255) - 1) << 16 | (address[2] & 255) << 8 | (address[3] & 255);
  }

  /**
   * What came in some time.
   *
   * @param byTarget requests to each
   * @param bySlice requests in each {@link #SLICE}
   * @param connections that were opened
   */
  public record Count(
      IntSummaryStatistics byTarget, IntSummaryStatistics bySlice, int connections) {
    /** All requests. */
    public long total() {
      return byTarget.getSum();
    }
  }

  /** Counts from now on, for no longer than that. */
  public void beginToCount(Duration atMost) {
    loop.submit(
            () -> {
              byTarget = new int[byTarget.length];
              bySlice = new int[(int) (atMost.toNanos() / SLICE.toNanos())];
              connections = 0;
              startNanos = System.nanoTime();
            })
        .syncUninterruptibly();
  }

  /** What came since. */
  public Count count() {
    return loop.submit(
            () ->
                new Count(
                    Arrays.stream(byTarget).summaryStatistics(),
                    Arrays.stream(bySlice).summaryStatistics(),
                    connections))
        .syncUninterruptibly()
        .getNow();
  }

  private final class Target extends SimpleChannelInboundHandler<HttpRequest> {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      connections++;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpRequest request) {
      byTarget[index(context.channel())]++;
      int slice = (int) ((System.nanoTime() - startNanos) / SLICE.toNanos());
      if (slice < bySlice.length) {
        bySlice[slice]++;
      }
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
      boolean last = !HttpUtil.isKeepAlive(request);
      context
          .writeAndFlush(response)
          .addListener(last ? ChannelFutureListener.CLOSE : ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /** A probe may be broken off at any moment; there is nothing to add to that. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
