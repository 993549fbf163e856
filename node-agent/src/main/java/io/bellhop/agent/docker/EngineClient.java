package io.bellhop.agent.docker;

import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP to an engine, one connection per call: calls are few, and none waits behind a stream. Thread
 * safe.
 */
final class EngineClient implements AutoCloseable {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int LARGEST_REPLY = 16 * 1024 * 1024;
  private static final int THREADS = 2;

  private final EngineEndpoint endpoint;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          THREADS,
          new DefaultThreadFactory("bellhop-agent-engine", true),
          NioIoHandler.newFactory());

  EngineClient(EngineEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** Where the engine is, for messages. */
  String name() {
    return endpoint.name();
  }

  /** Calls the engine and waits for its whole answer. */
  EngineReply call(EngineCall call) throws RuntimeFailure {
    CompletableFuture<EngineReply> reply = new CompletableFuture<>();
    Channel channel = open(call, new HttpObjectAggregator(LARGEST_REPLY), new ReplyHandler(reply));
    try {
      return await(call, reply);
    } finally {
      channel.close();
    }
  }

  private <T> T await(EngineCall call, CompletableFuture<T> reply) throws RuntimeFailure {
    try {
      return reply.get(call.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw hangs(call, e);
    } catch (ExecutionException e) {
      throw down(call, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeFailure(FailureCode.AGENT_BUSY, "the agent stops: call again later", e);
    }
  }

  /** Opens a stream whose bytes go to the sink, on an event loop, until either side ends it. */
  EngineStream stream(EngineCall call, EngineStream.Sink sink) throws RuntimeFailure {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Channel channel = open(call, new StreamHandler(sink, ended));
    return new EngineStream(channel, ended);
  }

  /** Opens a connection whose bytes are the handler's both ways, once the engine agreed. */
  Channel upgrade(EngineCall call, UpgradeHandler handler) throws RuntimeFailure {
    FullHttpRequest request = request(call);
    request
        .headers()
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        .set(HttpHeaderNames.UPGRADE, "tcp");
    Channel channel = open(call, request, handler);
    try {
      await(call, handler.upgraded());
      return channel;
    } catch (RuntimeFailure e) {
      channel.close();
      throw e;
    }
  }

  private Channel open(EngineCall call, ChannelHandler... handlers) throws RuntimeFailure {
    return open(call, request(call), handlers);
  }

  private Channel open(EngineCall call, FullHttpRequest request, ChannelHandler... handlers)
      throws RuntimeFailure {
    Bootstrap bootstrap =
        new Bootstrap().group(loops).channel(endpoint.channel()).handler(initializer(handlers));
    if (endpoint.address() instanceof InetSocketAddress) {
      bootstrap
          .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
          .option(ChannelOption.SO_KEEPALIVE, true);
    }
    var connected = bootstrap.connect(endpoint.address());
    if (!connected.awaitUninterruptibly(Duration.ofMillis(2L * CONNECT_MILLIS).toMillis())) {
      connected.cancel(true);
      throw down(call, new TimeoutException("no connection in time"));
    }
    if (!connected.isSuccess()) {
      throw down(call, connected.cause());
    }
    connected.channel().writeAndFlush(request);
    return connected.channel();
  }

  private ChannelInitializer<Channel> initializer(ChannelHandler... handlers) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        endpoint.tls().ifPresent(tls -> pipeline.addLast(tlsHandler(tls, channel)));
        pipeline.addLast(new HttpClientCodec());
        pipeline.addLast(handlers);
      }
    };
  }

  private SslHandler tlsHandler(SslContext tls, Channel channel) {
    InetSocketAddress at = (InetSocketAddress) endpoint.address();
    return tls.newHandler(channel.alloc(), at.getHostString(), at.getPort());
  }

  private FullHttpRequest request(EngineCall call) {
    byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, call.method(), call.path(), Unpooled.wrappedBuffer(body));
    request
        .headers()
        .set(HttpHeaderNames.HOST, endpoint.hostHeader())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    if (body.length > 0) {
      request.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
    }
    return request;
  }

  private RuntimeFailure down(EngineCall call, Throwable cause) {
    return new RuntimeFailure(
        FailureCode.ENGINE_DOWN,
        ("the container engine at %s cannot be reached (%s): %s: see that it runs and that this"
                + " user may connect")
            .formatted(name(), call, cause),
        cause);
  }

  private RuntimeFailure hangs(EngineCall call, Throwable cause) {
    return new RuntimeFailure(
        FailureCode.ENGINE_HANGS,
        "the container engine at %s did not answer %s in %d ms: restart it or see its log"
            .formatted(name(), call, call.timeout().toMillis()),
        cause);
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
