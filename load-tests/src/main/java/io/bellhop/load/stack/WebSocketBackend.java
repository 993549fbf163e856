package io.bellhop.load.stack;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A backend with a page, a WebSocket that echoes, and a place where the page reports to. */
public final class WebSocketBackend implements AutoCloseable {
  private static final int MAX_BODY_BYTES = 65_536;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final CompletableFuture<String> report = new CompletableFuture<>();
  private final Channel listener;

  private WebSocketBackend(byte[] page) {
    listener =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                        .addLast(new WebSocketServerProtocolHandler("/echo"))
                        .addLast(new Echo())
                        .addLast(new Pages(page, report));
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  /** Starts one, with that page at {@code /}, on a free port. */
  public static WebSocketBackend start(String page) {
    return new WebSocketBackend(page.getBytes(StandardCharsets.UTF_8));
  }

  /** Where it listens, as {@code HOST:PORT}. */
  public String address() {
    return "127.0.0.1:" + ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** What the page posts to {@code /report}. */
  public CompletableFuture<String> report() {
    return report.copy();
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static final class Echo extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
      context
          .writeAndFlush(frame.retain())
          .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
  }

  private static final class Pages extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final byte[] page;
    private final CompletableFuture<String> report;

    Pages(byte[] page, CompletableFuture<String> report) {
      this.page = page;
      this.report = report;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      if (request.uri().equals("/report")) {
        report.complete(request.content().toString(StandardCharsets.UTF_8));
      }
      boolean isPage = request.uri().equals("/");
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              isPage ? HttpResponseStatus.OK : HttpResponseStatus.NO_CONTENT,
              isPage ? Unpooled.wrappedBuffer(page) : Unpooled.EMPTY_BUFFER);
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_HTML);
      if (isPage) {
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, page.length);
      }
      context.writeAndFlush(response).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
  }
}
