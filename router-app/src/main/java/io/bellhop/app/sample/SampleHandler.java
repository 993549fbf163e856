package io.bellhop.app.sample;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code /slow?ms=N} answers after a while, {@code /stream} with one event a second, {@code /up}
 * that it works, all else at once.
 */
@SuppressWarnings("FutureReturnValueIgnored") // whom a write fails has left
final class SampleHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final int EVENTS = 60;
  private static final long LONGEST_MILLIS = 60_000;

  private final Answers answers;
  private final InFlight inFlight;

  SampleHandler(Answers answers, InFlight inFlight) {
    this.answers = answers;
    this.inFlight = inFlight;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    inFlight.began();
    switch (uri.path()) {
      case "/slow" -> slow(context, millis(uri), answers.echo(request));
      case "/stream" -> stream(context);
      case "/up" -> answer(context, Answers.plain(HttpResponseStatus.OK, "up\n"));
      default -> answer(context, answers.echo(request));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  private void slow(ChannelHandlerContext context, long millis, FullHttpResponse response) {
    context.executor().schedule(() -> answer(context, response), millis, TimeUnit.MILLISECONDS);
  }

  private void answer(ChannelHandlerContext context, FullHttpResponse response) {
    context.writeAndFlush(response).addListener(done -> inFlight.ended());
  }

  private void stream(ChannelHandlerContext context) {
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    head.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream");
    head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    context.write(head);
    event(context, 1);
  }

  private void event(ChannelHandlerContext context, int number) {
    if (number > EVENTS || !context.channel().isActive()) {
      context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
      inFlight.ended();
      return;
    }
    context
        .writeAndFlush(
            new DefaultHttpContent(
                Unpooled.copiedBuffer(answers.event(number), StandardCharsets.UTF_8)))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    context.executor().schedule(() -> event(context, number + 1), 1, TimeUnit.SECONDS);
  }

  private static long millis(QueryStringDecoder uri) {
    String given = uri.parameters().getOrDefault("ms", List.of("1000")).get(0);
    try {
      return Math.max(0, Math.min(Long.parseLong(given), LONGEST_MILLIS));
    } catch (NumberFormatException e) {
      return 1_000;
    }
  }
}
