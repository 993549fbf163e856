package io.bellhop.router.accept;

import io.bellhop.router.exchange.Activity;
import io.bellhop.router.exchange.ClientInfo;
import io.bellhop.router.exchange.DecoderConfigs;
import io.bellhop.router.exchange.Shared;
import io.bellhop.router.failure.Failure;
import io.bellhop.router.failure.FailureContext;
import io.bellhop.router.record.ClientConnectionMeters;
import io.bellhop.router.settings.ClientLimits;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.net.InetSocketAddress;
import java.util.function.Function;

/** The handlers of one client connection; refuses those above the limit. Shared by all loops. */
final class ClientPipeline extends ChannelInitializer<SocketChannel> {
  private final Function<EventLoop, ClientLoop> loops;
  private final ClientLimits limits;
  private final TrustedProxies trusted;
  private final Shared shared;

  ClientPipeline(Function<EventLoop, ClientLoop> loops, TrustedProxies trusted, Shared shared) {
    this.loops = loops;
    this.limits = shared.settings().limits();
    this.trusted = trusted;
    this.shared = shared;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    if (!countIn(channel)) {
      refuse(channel);
      return;
    }
    ResponseEncoder encoder = new ResponseEncoder();
    channel
        .pipeline()
        .addLast(
            new HttpRequestDecoder(decoderConfig()),
            encoder,
            new ClientConnection(
                channel, loops.apply(channel.eventLoop()), info(channel), encoder));
  }

  /** Takes the HTTP handlers out; what they had read but not yet taken apart is passed on. */
  static void removeHttp(ChannelPipeline pipeline) {
    pipeline.remove(ClientConnection.class);
    pipeline.remove(ResponseEncoder.class);
    pipeline.remove(HttpRequestDecoder.class);
  }

  /** Tells the client why, as far as it can be told before it has asked for anything. */
  private void refuse(SocketChannel channel) {
    shared.meters().connections().refused();
    shared.meters().failed(Failure.ROUTER_OVERLOADED);
    FullHttpResponse response =
        shared.failureResponses().render(Failure.ROUTER_OVERLOADED, FailureContext.UNKNOWN);
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    channel.pipeline().addLast(new ResponseEncoder());
    channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  private boolean countIn(SocketChannel channel) {
    Activity activity = shared.activity();
    if (activity.connections().incrementAndGet() > limits.maxConnections()) {
      activity.connections().decrementAndGet();
      return false;
    }
    ClientConnectionMeters meters = shared.meters().connections();
    meters.opened();
    channel
        .closeFuture()
        .addListener(
            closed -> {
              activity.connections().decrementAndGet();
              meters.closed();
            });
    return true;
  }

  private HttpDecoderConfig decoderConfig() {
    return DecoderConfigs.http1(limits.maxTargetBytes(), limits.maxHeadBytes());
  }

  private ClientInfo info(SocketChannel channel) {
    InetSocketAddress peer = channel.remoteAddress();
    String address = peer.getAddress().getHostAddress();
    int zone = address.indexOf('%');
    return new ClientInfo(
        zone < 0 ? address : address.substring(0, zone),
        Integer.toString(channel.localAddress().getPort()),
        "http",
        trusted.contains(peer));
  }
}
