package io.bellhop.load.traffic;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link CountingBackend}. Where it closes idle connections:
 *
 * <pre>
 *   BUSY ──answered──▶ IDLE ──0 to so many ms──▶ CLOSING ──0 to 1 ms──▶ closed
 *    ▲                  │                         │  ▲
 *    └──────request─────┘                         └──┘ request: noted, never answered
 * </pre>
 *
 * <p>The time in CLOSING plays the network, on which a request and a close can pass each other;
 * since it goes on noting what it reads, a request that is sent twice is found out.
 */
final class CountingHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  /** The field of an answer that names the backend. */
  static final String NAME_HEADER = "X-Backend-Name";

  private static final String PROBE_PATH = "/up";
  private static final int CLOSING_MICROS = 1_000;
  private static final int ONE_RESET_IN = 4;

  private final CountingBackend.Behaviour behaviour;
  private final Ledger ledger;
  private @Nullable Future<?> idleEnd;
  private boolean closing;

  CountingHandler(CountingBackend.Behaviour behaviour, Ledger ledger) {
    this.behaviour = behaviour;
    this.ledger = ledger;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    if (idleEnd != null) {
      idleEnd.cancel(false);
      idleEnd = null;
    }
    boolean last = !HttpUtil.isKeepAlive(request);
    if (request.uri().equals(PROBE_PATH)) {
      answer(context.channel(), last);
      return;
    }
    int id = Integer.parseInt(request.uri().substring(1));
    ledger.arrived(id);
    if (closing) {
      ledger.closedOn(id);
      return;
    }
    after(context.channel(), behaviour.mostWorkMicros(), () -> answer(context.channel(), last));
  }

  private void answer(Channel channel, boolean last) {
    byte[] body = behaviour.name().getBytes(StandardCharsets.UTF_8);
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(body));
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    response.headers().set(NAME_HEADER, behaviour.name());
    channel
        .writeAndFlush(response)
        .addListener(last ? ChannelFutureListener.CLOSE : ChannelFutureListener.CLOSE_ON_FAILURE);
    if (behaviour.mostIdleMicros() > 0) {
      idleEnd = after(channel, behaviour.mostIdleMicros(), () -> beginToClose(channel));
    }
  }

  private void beginToClose(Channel channel) {
    closing = true;
    after(channel, CLOSING_MICROS, () -> close(channel));
  }

  private static void close(Channel channel) {
    if (ThreadLocalRandom.current().nextInt(ONE_RESET_IN) == 0) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    channel.close();
  }

  private static Future<?> after(Channel channel, long mostMicros, Runnable task) {
    long micros = ThreadLocalRandom.current().nextLong(mostMicros + 1);
    return channel.eventLoop().schedule(task, micros, TimeUnit.MICROSECONDS);
  }

  /** The router closes and resets connections as it likes; there is nothing to add to that. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
