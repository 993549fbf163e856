package io.bellhop.load.traffic;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link LoadClient}, with one request under way at most. */
final class LoadConnection extends SimpleChannelInboundHandler<FullHttpResponse> {
  private static final int MOST_BODY_BYTES = 65_536;

  /** Longer than routers hold a request, so that what they make of it is seen. */
  private static final int TIMEOUT_SECONDS = 70;

  private final LoadClient client;
  private final Channel channel;
  private final String host;
  private @Nullable LoadRequest request;
  private @Nullable Future<?> timeout;

  private LoadConnection(LoadClient client, Channel channel, String host) {
    this.client = client;
    this.channel = channel;
    this.host = host;
  }

  static void addTo(Channel channel, LoadClient client, String host) {
    channel
        .pipeline()
        .addLast(new HttpClientCodec())
        .addLast(new HttpObjectAggregator(MOST_BODY_BYTES))
        .addLast(new LoadConnection(client, channel, host));
  }

  void send(LoadRequest next) {
    request = next;
    timeout =
        channel.eventLoop().schedule(() -> channel.close(), TIMEOUT_SECONDS, TimeUnit.SECONDS);
    channel.writeAndFlush(next.message(host)).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
    LoadRequest answered = ended();
    if (answered == null) {
      // An answer that nobody asked for: whatever is asked next must not be given it.
      context.close();
      return;
    }
    if (HttpUtil.isKeepAlive(response)) {
      client.idle(this);
    } else {
      context.close();
    }
    client.ended(answered, answer(answered, response));
  }

  private static Answer answer(LoadRequest request, FullHttpResponse response) {
    HttpHeaders headers = response.headers();
    int status = response.status().code();
    return request.answer(
        status,
        headers.get("X-Bellhop-Error", status == 200 ? "" : Answer.NO_CODE),
        headers.get(CountingHandler.NAME_HEADER, ""));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    client.closed(this);
    LoadRequest broken = ended();
    if (broken != null) {
      client.ended(broken, broken.answer(0, Answer.NO_CODE, ""));
    }
  }

  /** What the request has come to is in what follows: a connection that breaks is closed. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  private @Nullable LoadRequest ended() {
    LoadRequest was = request;
    request = null;
    if (timeout != null) {
      timeout.cancel(false);
      timeout = null;
    }
    return was;
  }
}
