package io.bellhop.load.sleep;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One connection of a {@link NotingInstance}: a path with {@link #SLOW} in it takes up to two
 * seconds, one with {@link #AT_ONCE} no time, {@link #ECHO} is a WebSocket, anything else is
 * answered within ten milliseconds.
 */
final class NotingHandler extends SimpleChannelInboundHandler<Object> {
  static final String SLOW = "/slow/";
  static final String AT_ONCE = "/at-once/";
  static final String ECHO = "/echo";

  private static final int MOST_WORK_MICROS = 10_000;
  private static final int MOST_SLOW_WORK_MICROS = 2_000_000;

  private final UnderWay underWay;
  private final Notes notes;
  private int mine;

  NotingHandler(UnderWay underWay, Notes notes) {
    this.underWay = underWay;
    this.notes = notes;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Object message) {
    if (message instanceof TextWebSocketFrame frame) {
      underWay.heard(context.channel());
      context
          .writeAndFlush(new TextWebSocketFrame(notes.name() + " " + frame.text()))
          .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    } else if (message instanceof FullHttpRequest request) {
      mine++;
      int now = underWay.begin();
      // A router that suspects the instance asks for the root; no client does.
      if (!request.uri().equals("/")) {
        notes.request(now, request.uri());
      }
      work(context.channel(), request.uri());
    }
  }

  private void work(Channel channel, String path) {
    if (path.contains(AT_ONCE)) {
      answer(channel);
    } else {
      int most = path.contains(SLOW) ? MOST_SLOW_WORK_MICROS : MOST_WORK_MICROS;
      long micros = ThreadLocalRandom.current().nextLong(most);
      channel.eventLoop().schedule(() -> answer(channel), micros, TimeUnit.MICROSECONDS);
    }
  }

  private void answer(Channel channel) {
    if (mine == 0) {
      // The client left meanwhile, and the request with it.
      return;
    }
    mine--;
    underWay.end();
    ByteBuf body = Unpooled.copiedBuffer(notes.name(), StandardCharsets.UTF_8);
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    underWay.closed(context.channel());
    while (mine > 0) {
      mine--;
      underWay.end();
    }
  }

  /** The router closes and resets connections as it likes; there is nothing to add to that. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
