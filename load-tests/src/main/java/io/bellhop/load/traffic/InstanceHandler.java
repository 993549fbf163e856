package io.bellhop.load.traffic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One connection of an instance: {@link #DOWNLOAD_PATH} is answered over five seconds, {@link
 * #ECHO_PATH} is a WebSocket, anything else is answered by the name of the deployment.
 */
final class InstanceHandler extends SimpleChannelInboundHandler<Object> {
  static final String DOWNLOAD_PATH = "/download/";
  static final String ECHO_PATH = "/echo";

  private static final int MOST_WORK_MICROS = 10_000;
  private static final int PIECES = 50;
  private static final int PIECE_BYTES = 1_000;
  private static final int PIECE_MILLIS = 100;

  private final InstanceState state;

  InstanceHandler(InstanceState state) {
    this.state = state;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Object message) {
    if (message instanceof TextWebSocketFrame frame) {
      context
          .writeAndFlush(new TextWebSocketFrame(state.name() + " " + frame.text()))
          .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    } else if (message instanceof FullHttpRequest request) {
      if (request.uri().startsWith(DOWNLOAD_PATH)) {
        beginDownload(context.channel());
      } else {
        long micros = ThreadLocalRandom.current().nextLong(MOST_WORK_MICROS);
        later(context.channel(), micros, () -> answer(context.channel()));
      }
    }
  }

  private static void later(Channel channel, long micros, Runnable task) {
    channel.eventLoop().schedule(task, micros, TimeUnit.MICROSECONDS);
  }

  private void answer(Channel channel) {
    ByteBuf body = Unpooled.copiedBuffer(state.name(), StandardCharsets.UTF_8);
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
    named(response, body.readableBytes());
    channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  private void named(HttpResponse response, int bytes) {
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes);
    response.headers().set(CountingHandler.NAME_HEADER, state.name());
  }

  private void beginDownload(Channel channel) {
    DefaultHttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    named(head, PIECES * PIECE_BYTES);
    channel.write(head).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    sendPieces(channel, PIECES);
  }

  private static void sendPieces(Channel channel, int left) {
    ByteBuf piece = Unpooled.buffer(PIECE_BYTES).writeZero(PIECE_BYTES);
    boolean last = left == 1;
    channel
        .writeAndFlush(last ? new DefaultLastHttpContent(piece) : new DefaultHttpContent(piece))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    if (!last && channel.isActive()) {
      later(channel, PIECE_MILLIS * 1_000L, () -> sendPieces(channel, left - 1));
    }
  }
}
