package io.bellhop.load.traffic;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** What an {@link InstanceSet} is told by the program that started it: one word a request. */
final class InstanceControl extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final int BACKLOG = 4_096;
  private static final int SMALL_BACKLOG = 1;

  private final InstanceSet set;
  private final InstanceState state;

  InstanceControl(InstanceSet set, InstanceState state) {
    this.set = set;
    this.state = state;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    String word = request.uri().substring(1);
    switch (word) {
      case "open" -> set.open(BACKLOG);
      case "open-held" -> {
        set.hold();
        set.open(SMALL_BACKLOG);
      }
      case "release" -> {
        // What the kernel let in beyond the backlog would be slow for long.
        set.close();
        set.open(BACKLOG);
      }
      case "close" -> set.close();
      case "drained" -> state.drained();
      case "up" -> state.setUp(true);
      case "down" -> state.setUp(false);
      case "counts" -> {}
      default -> throw new IllegalArgumentException("not known: " + word);
    }
    answer(context);
  }

  private void answer(ChannelHandlerContext context) {
    byte[] body = state.json().getBytes(StandardCharsets.UTF_8);
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(body));
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    System.err.println("while doing what was told: " + cause);
    context.close();
  }
}
