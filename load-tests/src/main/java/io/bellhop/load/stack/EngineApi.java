package io.bellhop.load.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The Docker Engine API on a Unix socket, one call at a time, each on a connection of its own. */
public final class EngineApi implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LIMIT_SECONDS = 60;
  private static final int MOST_ANSWER_BYTES = 1 << 22;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Path socket;

  /** Of an engine. */
  public EngineApi(Path socket) {
    this.socket = socket;
  }

  /** Calls; throws for an answer that is no success. */
  public JsonNode call(HttpMethod method, String path, String json) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Channel channel =
        new Bootstrap()
            .group(group)
            .channel(NioDomainSocketChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel made) {
                    made.pipeline()
                        .addLast(new HttpClientCodec())
                        .addLast(new HttpObjectAggregator(MOST_ANSWER_BYTES))
                        .addLast(new Reader(method + " " + path, answer));
                  }
                })
            .connect(UnixDomainSocketAddress.of(socket))
            .syncUninterruptibly()
            .channel();
    channel.writeAndFlush(request(method, path, json));
    try {
      String text = answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      return JSON.readTree(text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadTestException("interrupted", e);
    } catch (ExecutionException | TimeoutException | IOException e) {
      throw new LoadTestException("the engine did not do " + method + " " + path, e);
    } finally {
      channel.close();
    }
  }

  private static DefaultFullHttpRequest request(HttpMethod method, String path, String json) {
    ByteBuf body = Unpooled.copiedBuffer(json, StandardCharsets.UTF_8);
    DefaultFullHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, path, body);
    request
        .headers()
        .set(HttpHeaderNames.HOST, "docker")
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return request;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static final class Reader extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final String what;
    private final CompletableFuture<String> answer;

    Reader(String what, CompletableFuture<String> answer) {
      this.what = what;
      this.answer = answer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
      String text = response.content().toString(StandardCharsets.UTF_8);
      if (response.status().code() < 400) {
        answer.complete(text);
      } else {
        String refusal = "%s got %s: %s".formatted(what, response.status(), text);
        answer.completeExceptionally(new LoadTestException(refusal));
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      answer.completeExceptionally(new LoadTestException(what + " got no answer"));
    }
  }
}
